"""Who tried to sign in, as the person whose account it is sees it, and as the log does."""

from typing import Any

from tests.identity.house import Guest, House
from tests.identity.phone import at, enrolled, halfway, shows

ADA = "ada@example.org"
WRONG = "not the password"


async def _seen(guest: Guest, query: str = "?limit=100") -> list[dict[str, Any]]:
    answer = await guest.asks("GET", f"/api/auth/sign-ins{query}")
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, Any]] = answer.json()["data"]
    return listed


def _outcomes(listed: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["outcome"], each["device"]) for each in listed]


async def _events(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await house.value(
        """
        select coalesce(jsonb_agg(to_jsonb(e) - 'tx' - 'at' order by id), '[]') from event e
        where kind = 'SignedIn'
        """
    )
    return found


async def test_each_attempt_at_ones_account_is_listed_with_where_it_came_from(
    house: House,
) -> None:
    await house.user(ADA)
    await house.sign_in(ADA, WRONG, origin="198.51.100.7")
    ada = await house.signed_in(ADA)
    await house.sign_in(ADA, deviceToken=ada.device)
    listed = await _seen(ada)

    assert _outcomes(listed) == [
        ("SIGNED_IN", "KNOWN"),
        ("SIGNED_IN", "NEW"),
        ("WRONG_PASSWORD", "NEW"),
    ]
    assert listed[2]["address"] == "198.51.100.7"
    assert listed[2]["userAgent"].startswith("python-httpx")


async def test_a_right_password_without_a_code_shows_too(house: House) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    token = await halfway(house, ADA, deviceToken=ada.device)
    await shows(house, token, "000000", deviceToken=ada.device)
    await shows(house, token, await phone.code(1), deviceToken=ada.device)

    assert _outcomes(await _seen(ada))[:3] == [
        ("SIGNED_IN", "KNOWN"),
        ("WRONG_CODE", "KNOWN"),
        ("CODE_ASKED", "KNOWN"),
    ]


async def test_a_device_known_to_another_account_is_new(house: House) -> None:
    eve = await house.guest("eve@example.org")
    await house.user(ADA)
    answer = await house.sign_in(ADA, deviceToken=eve.device)
    ada = Guest(house, answer.json()["data"])

    assert _outcomes(await _seen(ada)) == [("SIGNED_IN", "NEW")]


async def test_nobody_sees_anothers(house: House) -> None:
    await house.guest(ADA)
    await house.sign_in("nobody@example.org", WRONG)
    eve = await house.guest("eve@example.org")

    assert len(await _seen(eve)) == 1
    assert await house.value("select count(*) from sign_in") == 2


async def test_the_list_has_pages_and_ends_after_90_days(house: House) -> None:
    await house.value("select set_config('alcuin.now', '2030-01-01 10:00:00+00', false)")
    await house.user(ADA)
    await house.sign_in(ADA, WRONG)
    await house.value("select set_config('alcuin.now', '2030-03-01 10:00:00+00', false)")
    for _ in range(2):
        await house.sign_in(ADA, WRONG)
    ada = await house.signed_in(ADA)
    answer = (await ada.asks("GET", "/api/auth/sign-ins?limit=2")).json()
    following = await _seen(ada, f"?limit=2&cursor={answer['pagination']['cursor']}")
    assert answer["pagination"]["total"] == 4
    assert len({each["id"] for each in answer["data"] + following}) == 4

    await house.value("select set_config('alcuin.now', '2030-04-02 10:00:00+00', false)")
    ada = await house.signed_in(ADA)
    assert len(await _seen(ada)) == 4  # three of March and the one of now


async def test_each_sign_in_is_in_the_log_without_where_it_came_from(house: House) -> None:
    ada = await house.guest(ADA)
    first = (await ada.asks("GET", "/api/auth/sessions")).json()["data"][0]["id"]
    await house.sign_in(ADA, deviceToken=ada.device)
    await house.sign_in(ADA, WRONG)
    events = await _events(house)

    assert [event["data"]["device"] for event in events] == ["new", "known"]
    assert events[0]["data"] == {"device": "new", "session": first}
    assert {(event["v"], event["user_id"]) for event in events} == {(1, str(ada.id))}


async def test_half_a_sign_in_is_none_in_the_log(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    token = await halfway(house, ADA)
    assert len(await _events(house)) == 1
    await shows(house, token, await phone.code(1))
    assert len(await _events(house)) == 2


async def test_the_log_says_nothing_of_a_renewal(house: House) -> None:
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    await house.post("refresh", refreshToken=ada.refresh)

    assert len(await _events(house)) == 1
