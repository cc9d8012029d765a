"""A second factor: setting it up, signing in with it, losing it."""

import asyncio
import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from alcuin.adapters.safe import AesSafe
from alcuin.identity.actions.second_factors import reseal
from alcuin.identity.data.second_factors import Factor
from alcuin.identity.rules.second_factors import step_of
from alcuin.kit.actor import Role
from tests.identity.house import SECRET, Guest, House
from tests.identity.phone import TOTP, Phone, at, enrolled, halfway, shows

ADA = "ada@example.org"
ME = "/api/auth/me"


async def test_setting_up_shows_the_secret_once_and_changes_nothing_before_a_first_code(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    begun = (await ada.asks("POST", TOTP)).json()["data"]
    wrong = await ada.asks("POST", f"{TOTP}/confirm", json={"code": "000000"})
    uri = urlsplit(begun["uri"])

    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert parse_qs(uri.query) == {"secret": [begun["secret"]], "issuer": ["Alcuin"]}
    assert len(base64.b32decode(begun["secret"])) == 20
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_code")
    assert (await house.signed_in(ADA)).access
    assert begun["secret"] not in str(await _everything(house))


async def test_a_code_in_letters_of_any_kind_is_wrong(house: House) -> None:
    ada = await house.guest(ADA)
    await ada.asks("POST", TOTP)
    for code in ("²³¹²³¹", "٠١٢٣٤٥", "Äöüßéñ", "abcdef"):
        wrong = await ada.asks("POST", f"{TOTP}/confirm", json={"code": code})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_code")


async def _everything(house: House) -> str:
    raw = await house.value("select string_agg(sealed::text, '') from second_factor")
    return str(raw)


async def test_beginning_anew_replaces_the_secret_and_one_that_is_on_stays(house: House) -> None:
    ada = await house.guest(ADA)
    first = Phone(house, (await ada.asks("POST", TOTP)).json()["data"]["secret"])
    phone = await enrolled(house, ada)
    again = await ada.asks("POST", TOTP)

    assert first.secret != phone.secret
    assert (again.status_code, again.json()["code"]) == (409, "second_factor_on")


async def test_signing_in_takes_the_password_and_then_a_code(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    asked = (await house.sign_in(ADA)).json()["data"]["secondFactor"]
    answer = await shows(house, asked["token"], await phone.code(1))

    assert asked["methods"] == ["TOTP", "BACKUP_CODE"]
    assert asked["expiresIn"] == 600
    ada = Guest(house, answer.json()["data"])
    assert (await ada.asks("GET", ME)).json()["data"]["email"] == ADA


async def test_security_says_whether_it_is_on(house: House) -> None:
    ada = await house.guest(ADA)
    before = (await ada.asks("GET", "/api/auth/security")).json()["data"]["secondFactor"]
    await enrolled(house, ada)
    after = (await ada.asks("GET", "/api/auth/security")).json()["data"]["secondFactor"]

    assert before == {"on": False, "since": None, "backupCodesLeft": 0}
    assert (after["on"], after["backupCodesLeft"]) == (True, 10)
    assert after["since"]


async def test_f9_a_code_works_once(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    code = await phone.code(1)
    first = await shows(house, await halfway(house, ADA), code)
    again = await shows(house, await halfway(house, ADA), code)

    assert first.status_code == 200
    assert (again.status_code, again.json()["code"]) == (401, "wrong_second_factor")


async def test_f9_no_code_older_than_the_last_one_used_works(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    codes = [await phone.code(steps) for steps in (-1, 0, 1)]
    tried = [await shows(house, await halfway(house, ADA), code) for code in reversed(codes)]

    assert [answer.status_code for answer in tried] == [200, 401, 401]


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
async def test_a_phone_may_be_half_a_minute_off(house: House, steps: int, status: int) -> None:
    await at(house, "10:00:00")
    phone = await enrolled(house, await house.guest(ADA))
    await at(house, "11:00:00")
    answer = await shows(house, await halfway(house, ADA), await phone.code(steps))

    assert answer.status_code == status


async def test_f9_the_same_code_shown_ten_times_at_once_opens_one_session(
    busy_house: House,
) -> None:
    phone = await enrolled(busy_house, await busy_house.guest(ADA))
    tokens = [await halfway(busy_house, ADA) for _ in range(10)]
    code = await phone.code(1)
    answers = await asyncio.gather(*(shows(busy_house, token, code) for token in tokens))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9


async def test_f9_the_eleventh_wrong_code_is_429_and_so_is_a_right_one_then(
    house: House,
) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    token = await halfway(house, ADA)
    wrong = [await shows(house, token, "000000", f"192.0.2.{n}") for n in range(11)]
    right = await shows(house, token, await phone.code(1), "203.0.113.9")

    assert [answer.status_code for answer in wrong] == [401] * 10 + [429]
    assert (right.status_code, right.json()["code"]) == (429, "too_many_codes")
    assert int(right.headers["retry-after"]) > 0


async def test_f9_wrong_codes_at_once_are_counted_exactly(busy_house: House) -> None:
    await enrolled(busy_house, await busy_house.guest(ADA))
    token = await halfway(busy_house, ADA)
    answers = await asyncio.gather(*(shows(busy_house, token, "000000") for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [401] * 10 + [429] * 10


async def test_f9_guesses_at_many_accounts_from_one_place_end_at_fifty(house: House) -> None:
    answers = []
    for person in range(6):
        email = f"p{person}@example.org"
        await enrolled(house, await house.guest(email))
        token = await halfway(house, email)
        answers += [await shows(house, token, "000000") for _ in range(9)]

    assert [answer.status_code for answer in answers] == [401] * 50 + [429] * 4


async def test_right_codes_are_no_guesses(house: House) -> None:
    await at(house, "10:00:00")
    phone = await enrolled(house, await house.guest(ADA))
    for minute in range(1, 13):
        await at(house, f"10:{minute:02}:00")
        answer = await shows(house, await halfway(house, ADA), await phone.code())
        assert answer.status_code == 200


async def test_turned_off_it_is_asked_for_no_more(house: House) -> None:
    ada = await house.guest(ADA)
    await enrolled(house, ada)
    off = await ada.asks("DELETE", TOTP)
    again = await ada.asks("DELETE", TOTP)

    assert off.status_code == 200
    assert (again.status_code, again.json()["code"]) == (409, "second_factor_off")
    assert (await house.signed_in(ADA)).access
    assert await house.value("select count(*) from backup_code") == 0


async def test_an_administrator_removes_a_lost_one_and_all_sessions_end(house: House) -> None:
    admin = await house.guest("admin@example.org", Role.ADMIN)
    ada = await house.guest(ADA)
    await enrolled(house, ada)
    path = f"/api/users/{ada.id}/second-factor"
    removed = await admin.asks("DELETE", path)
    entry = await house.value(
        "select jsonb_build_array(action, outcome, actor_id, subject_id) from audit "
        "order by id desc limit 1"
    )

    assert removed.json()["data"] == {"ended": 1}
    assert entry == ["second_factor.remove", "done", str(admin.id), str(ada.id)]
    assert (await ada.asks("GET", ME)).status_code == 401
    assert (await house.signed_in(ADA)).access
    assert (await admin.asks("DELETE", path)).json()["code"] == "second_factor_off"


async def test_nobody_else_removes_anothers(house: House) -> None:
    ada, eve = await house.guest(ADA), await house.guest("eve@example.org")
    await enrolled(house, ada)

    answer = await eve.asks("DELETE", f"/api/users/{ada.id}/second-factor")
    assert answer.status_code == 403


async def test_who_has_not_verified_an_address_sets_none_up(house: House) -> None:
    ada = await house.guest(ADA)
    await house.value("update app_user set email_verified_at = null returning id")

    # Somebody's address, registered by another: its owner takes the account over by letter.
    assert (await ada.asks("POST", TOTP)).json()["code"] == "unverified"


async def test_a_secret_is_sealed_for_its_person_and_opened_after_a_change_of_the_key(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    new = "another secret of a test, as long as the first"
    old, both, alone = AesSafe(SECRET), AesSafe(new, SECRET), AesSafe(new)
    sealed = old.seal(phone.secret.encode(), ada.id)

    assert both.open(sealed, ada.id) == phone.secret.encode()
    assert alone.open(sealed, ada.id) is None
    assert both.open(sealed, (await house.guest("eve@example.org")).id) is None
    assert old.key_id == both.previous_key_id != both.key_id


async def test_after_an_hour_the_previous_key_may_go(house: House) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    new = "another secret of a test, as long as the first"
    await reseal(house.database, AesSafe(new, SECRET))
    await reseal(house.database, AesSafe(new, SECRET))
    key_id = await house.value("select key_id from second_factor")
    house.client = house.with_safe(AesSafe(new))

    assert key_id == AesSafe(new).key_id
    assert (await shows(house, await halfway(house, ADA), await phone.code(1))).status_code == 200


async def test_without_its_key_an_app_is_of_no_use_and_backup_codes_are(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    house.client = house.with_safe(AesSafe("another secret of a test, as long as the first"))
    token = await halfway(house, ADA)

    assert (await shows(house, token, await phone.code(1))).status_code == 401
    assert (await shows(house, token, phone.backup_codes[0])).status_code == 200


@pytest.mark.parametrize("code", ["28708२", "", "2870820", "\udb2d", "28708a"])
def test_what_no_app_shows_is_no_code(code: str) -> None:
    """Comparing in constant time knows ASCII alone."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert step_of(code, secret, Factor("", b"", last_step=0, step=1, is_confirmed=True)) is None


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, the rows of SHA-1, their last six digits."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    for second, code in (
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ):
        factor = Factor("", b"", last_step=0, step=second // 30, is_confirmed=True)
        assert step_of(code, secret, factor) == second // 30
