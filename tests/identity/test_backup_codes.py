"""Backup codes: ten, each once, for when the phone is lost."""

import asyncio
import re

from tests.identity.house import House
from tests.identity.phone import TOTP, enrolled, halfway, shows

ADA = "ada@example.org"
RENEW = f"{TOTP}/backup-codes"


async def test_ten_codes_that_nobody_guesses_are_shown_once_and_only_hashes_kept(
    house: House,
) -> None:
    codes = (await enrolled(house, await house.guest(ADA))).backup_codes
    kept = await house.value("select string_agg(encode(hash, 'escape'), '') from backup_code")

    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[a-z2-7]{6}(-[a-z2-7]{6}){3}", code) for code in codes)  # 120 bits
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


async def test_f9_a_backup_code_works_once(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    code, other = phone.backup_codes[:2]
    first = await shows(house, await halfway(house, ADA), code)
    again = await shows(house, await halfway(house, ADA), code)
    second = await shows(house, await halfway(house, ADA), other)

    assert [answer.status_code for answer in (first, again, second)] == [200, 401, 200]
    assert again.json()["code"] == "wrong_second_factor"


async def test_f9_a_backup_code_shown_five_times_at_once_opens_one_session(
    busy_house: House,
) -> None:
    phone = await enrolled(busy_house, await busy_house.guest(ADA))
    tokens = [await halfway(busy_house, ADA) for _ in range(5)]
    code = phone.backup_codes[0]
    answers = await asyncio.gather(*(shows(busy_house, token, code) for token in tokens))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 4


async def test_a_backup_code_is_read_however_it_is_typed(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    code = phone.backup_codes[0].upper().replace("-", " ")

    assert (await shows(house, await halfway(house, ADA), code)).status_code == 200


async def test_a_backup_code_that_was_shown_leaves_an_entry(house: House) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    await shows(house, await halfway(house, ADA), phone.backup_codes[0])
    entry = await house.value(
        "select jsonb_build_array(action, subject_id) from audit order by id desc limit 1"
    )

    assert entry == ["second_factor.use_backup_code", str(ada.id)]
    left = (await ada.asks("GET", "/api/auth/security")).json()["data"]["secondFactor"]
    assert left["backupCodesLeft"] == 9


async def test_anothers_backup_code_is_none(house: House) -> None:
    await enrolled(house, await house.guest(ADA))
    eves = await enrolled(house, await house.guest("eve@example.org"))

    answer = await shows(house, await halfway(house, ADA), eves.backup_codes[0])
    assert answer.status_code == 401


async def test_new_codes_replace_all_old_ones(house: House) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    new = (await ada.asks("POST", RENEW)).json()["data"]["backupCodes"]
    old = await shows(house, await halfway(house, ADA), phone.backup_codes[0])
    fresh = await shows(house, await halfway(house, ADA), new[0])

    assert not set(new) & set(phone.backup_codes)
    assert len(set(new)) == 10
    assert [old.status_code, fresh.status_code] == [401, 200]


async def test_who_has_no_second_factor_gets_no_codes(house: House) -> None:
    ada = await house.guest(ADA)
    await ada.asks("POST", TOTP)  # begun, not on

    answer = await ada.asks("POST", RENEW)
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor_off")
