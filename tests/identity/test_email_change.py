"""Another address: re-authentication, both told, and no way to steal an account by it (F8)."""

import asyncio

from tests.identity.addresses import ADA, ME, NEW, asked, follow, letters_sent, token_of
from tests.identity.house import PASSWORD, House


async def test_f8_both_are_told_and_the_new_address_confirms(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house)

    assert letters.keys() == {ADA, NEW}
    assert "confirm" in letters[NEW].text.lower()
    assert "undo" in letters[ADA].text.lower()
    assert NEW not in letters[ADA].text
    assert (await house.sign_in(NEW)).status_code == 401
    assert (await follow(house, letters[NEW])).status_code == 200
    assert (await house.sign_in(NEW)).status_code == 200
    assert (await house.sign_in(ADA)).status_code == 401


async def test_f8_a_session_left_open_is_not_enough(house: House) -> None:
    ada = await house.guest(ADA)
    await house.value("update session set proved_at = null returning 1")
    body = {"email": NEW}
    refused = await ada.asks("POST", "/api/auth/change-email", json=body)
    proved = await ada.asks("POST", "/api/auth/prove", json={"password": PASSWORD})
    accepted = await ada.asks("POST", "/api/auth/change-email", json=body)

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_required")
    assert (proved.status_code, accepted.status_code) == (200, 202)


async def test_f8_the_session_that_asked_goes_on_and_all_others_end(house: House) -> None:
    other = await house.guest(ADA)
    asking = await house.signed_in(ADA)
    await asking.asks("POST", "/api/auth/change-email", json={"email": NEW})
    letters = await letters_sent(house)
    assert (await other.asks("GET", ME)).status_code == 200
    await follow(house, letters[NEW])

    assert (await asking.asks("GET", ME)).json()["data"]["email"] == NEW
    assert (await other.asks("GET", ME)).status_code == 401


async def test_f8_links_under_way_to_the_old_address_work_no_more(house: House) -> None:
    await house.user(ADA)
    await house.post("forgot-password", email=ADA)
    reset = (await letters_sent(house))[ADA]
    letters = await asked(house)
    await follow(house, letters[NEW])
    answer = await house.post("reset-password", token=token_of(reset), newPassword="a new lamp 99")

    assert answer.status_code == 410


async def test_f6_an_address_in_use_looks_and_costs_like_a_free_one(house: House) -> None:
    await house.user("bob@example.org")
    ada = await house.guest(ADA)
    async with house.counted() as free_statements:
        free = await ada.asks("POST", "/api/auth/change-email", json={"email": NEW})
    async with house.counted() as used_statements:
        used = await ada.asks("POST", "/api/auth/change-email", json={"email": "bob@example.org"})
    letters = await letters_sent(house)

    assert (free.status_code, free.content) == (used.status_code, used.content)
    assert free_statements == used_statements
    assert "confirm-email" in (letters[NEW].link or "")
    assert "reset-password" in (letters["bob@example.org"].link or "")


async def test_f8_an_address_taken_meanwhile_looks_like_a_spent_link(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house)
    await house.user(NEW)
    taken = await follow(house, letters[NEW])
    spent = await house.post("confirm-email", token="any other")

    assert (taken.status_code, taken.json()["code"]) == (410, "link_spent")
    assert taken.json() | {"requestId": ""} == spent.json() | {"requestId": ""}
    assert (await house.sign_in(ADA)).status_code == 200


async def test_f8_the_newest_request_counts(house: House) -> None:
    await house.user(ADA)
    first = await asked(house, "one@example.net")
    second = await asked(house, "two@example.net")
    assert (await follow(house, first["one@example.net"])).status_code == 410
    assert (await follow(house, second["two@example.net"])).status_code == 200
    assert (await house.sign_in("two@example.net")).status_code == 200


async def test_f8_of_two_people_who_confirm_one_address_at_once_one_gets_it(
    busy_house: House,
) -> None:
    links = []
    for name in (ADA, "bob@example.org"):
        guest = await busy_house.guest(name)
        await guest.asks("POST", "/api/auth/change-email", json={"email": NEW})
        links.append((await letters_sent(busy_house))[NEW])
    answers = await asyncio.gather(*(follow(busy_house, letter) for letter in links))

    assert sorted(answer.status_code for answer in answers) == [200, 410]
    count = "select count(*) from app_user where email_key = $1"
    assert await busy_house.value(count, NEW) == 1


async def test_a_link_confirms_once_and_for_a_day(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house)
    await house.value("select set_config('alcuin.now', (now() + '25 hours')::text, false)")
    late = await follow(house, letters[NEW])
    await house.value("select set_config('alcuin.now', (now() + '23 hours')::text, false)")
    good = await follow(house, letters[NEW])
    again = await follow(house, letters[NEW])
    await house.value("select set_config('alcuin.now', (now() + '7 days 1 minute')::text, false)")
    undone = await follow(house, letters[ADA])

    statuses = [answer.status_code for answer in (late, good, again, undone)]
    assert statuses == [410, 200, 410, 410]


async def test_a_wrong_address_can_be_mended_before_it_is_verified(house: House) -> None:
    await house.post("register", email="aad@example.org", name="Ada Lovelace", password=PASSWORD)
    await letters_sent(house)
    ada = await house.signed_in("aad@example.org")
    await ada.asks("POST", "/api/auth/change-email", json={"email": ADA})
    letters = await letters_sent(house)

    assert letters.keys() == {ADA}  # nobody has shown that they read the other one
    assert (await follow(house, letters[ADA])).status_code == 200
    assert (await ada.asks("GET", ME)).json()["data"]["emailVerifiedAt"] is not None


async def test_ones_own_address_and_what_is_none_are_refused(house: House) -> None:
    ada = await house.guest(ADA)
    for email, code in (("Ada@Example.ORG", "unchanged"), ("ada at home", "email")):
        refused = await ada.asks("POST", "/api/auth/change-email", json={"email": email})
        assert refused.status_code == 422
        error = refused.json()["errors"][0]
        assert (error["pointer"], error["code"]) == ("/email", code)


async def test_an_address_gets_five_letters_an_hour_and_the_old_one_is_always_told(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    ask = "/api/auth/change-email"
    for _ in range(5):
        await house.post("forgot-password", email=ADA)
    answers = [(await ada.asks("POST", ask, json={"email": NEW})).status_code for _ in range(6)]

    assert answers == [202] * 5 + [429]
    await house.deliver()
    told = [letter for letter in house.mail.sent if "undo-email-change" in (letter.link or "")]
    assert len(told) == 5


async def test_changes_are_audited_without_addresses(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house)
    await follow(house, letters[NEW])
    await follow(house, letters[ADA])
    actions = await house.value(
        "select array_agg(action order by id) from audit where action like 'email.%'"
    )
    assert actions == ["email.ask_for_change", "email.change", "email.undo_change"]
    everything = await house.value("select string_agg(a::text, '') from audit a")
    assert "example" not in everything
