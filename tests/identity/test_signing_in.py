"""Proving who one is, and how often one may try."""

import asyncio
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from alcuin.adapters.passwords import Argon2Hasher
from alcuin.identity import Hasher, Verdict
from alcuin.identity.actions.signing_in import prove, start_session
from alcuin.identity.data import SignIn, Visit
from alcuin.identity.errors import SessionEnded
from tests.identity.house import PASSWORD, CountingHasher, House

ADA = "ada@example.org"
WRONG = "not the password"
WINDOW = 15 * 60


def place(number: int) -> str:
    return f"198.51.{number // 200}.{number % 200 + 1}"


async def test_f4_every_sign_in_is_a_session_of_its_own(house: House) -> None:
    await house.user(ADA)
    first, second = await house.signed_in(ADA), await house.signed_in(ADA)

    sessions = (await first.asks("GET", "/api/auth/sessions")).json()["data"]
    assert len({session["id"] for session in sessions}) == 2
    assert first.refresh != second.refresh


async def test_f6_an_unknown_address_looks_and_costs_like_a_wrong_password(house: House) -> None:
    await house.user(ADA)
    async with house.counted() as known_statements:
        known = await house.sign_in(ADA, WRONG)
    known_work = house.hasher.verified
    async with house.counted() as unknown_statements:
        unknown = await house.sign_in("nobody@example.org", WRONG)

    assert known.status_code == unknown.status_code == 401
    assert without_request(known) == without_request(unknown)
    assert known_work == 1
    assert house.hasher.verified == 2 * known_work
    assert known_statements == unknown_statements


def without_request(answer: httpx.Response) -> dict[str, object]:
    return {name: value for name, value in answer.json().items() if name != "requestId"}


async def test_f5_the_sixth_guess_at_an_account_from_one_place_is_429(house: House) -> None:
    await house.user(ADA)
    answers = [await house.sign_in(ADA, WRONG) for _ in range(6)]
    right = await house.sign_in(ADA)
    elsewhere = await house.sign_in(ADA, origin="203.0.113.9")

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= WINDOW
    assert right.status_code == 429
    assert elsewhere.status_code == 200


async def test_f5_one_password_on_a_thousand_accounts_ends_at_fifty(house: House) -> None:
    answers = [await house.sign_in(f"p{number}@example.org", WRONG) for number in range(52)]

    assert [answer.status_code for answer in answers] == [401] * 50 + [429] * 2


async def test_f5_guesses_from_everywhere_end_at_fifty_and_the_owner_still_signs_in(
    house: House,
) -> None:
    owner = await house.guest(ADA)
    answers = [await house.sign_in(ADA, WRONG, origin=place(number)) for number in range(52)]
    stranger = await house.sign_in(ADA, origin=place(99))
    known = await house.sign_in(ADA, deviceToken=owner.device, origin=place(99))

    assert [answer.status_code for answer in answers] == [401] * 50 + [429] * 2
    assert stranger.status_code == 429
    assert known.status_code == 200


async def test_f5_a_known_device_has_five_guesses_of_its_own(house: House) -> None:
    owner = await house.guest(ADA)
    answers = [await house.sign_in(ADA, WRONG, deviceToken=owner.device) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert (await house.sign_in(ADA)).status_code == 200


async def test_f5_a_device_known_to_one_account_is_a_stranger_to_another(house: House) -> None:
    await house.user(ADA)
    eve = await house.guest("eve@example.org")
    answers = [await house.sign_in(ADA, WRONG, deviceToken=eve.device) for _ in range(6)]

    assert answers[-1].status_code == 429
    assert (await house.sign_in(ADA, WRONG, deviceToken="junk")).status_code == 429


async def test_f5_a_class_behind_one_address_signs_in(house: House) -> None:
    for number in range(60):
        await house.user(f"pupil{number}@example.org")
    answers = [await house.sign_in(f"pupil{number}@example.org") for number in range(60)]

    assert {answer.status_code for answer in answers} == {200}


async def test_f5_a_network_of_ipv6_is_one_place(house: House) -> None:
    await house.user(ADA)
    answers = [
        await house.sign_in(ADA, WRONG, origin=f"2001:db8:1:2::{number:x}") for number in range(6)
    ]

    assert answers[-1].status_code == 429


async def test_f5_the_window_ends(house: House) -> None:
    await house.user(ADA)
    await house.value("select set_config('alcuin.now', '2030-01-01 10:00:00+00', false)")
    for _ in range(6):
        await house.sign_in(ADA, WRONG)
    assert (await house.sign_in(ADA)).status_code == 429

    await house.value("select set_config('alcuin.now', '2030-01-01 10:15:00+00', false)")
    assert (await house.sign_in(ADA)).status_code == 200


async def test_f5_twenty_guesses_at_once_are_counted_exactly(busy_house: House) -> None:
    await busy_house.user(ADA)
    answers = await asyncio.gather(*(busy_house.sign_in(ADA, WRONG) for _ in range(20)))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [401] * 5 + [429] * 15


async def test_f17_a_forged_forwarded_address_is_no_way_around(house: House) -> None:
    await house.user(ADA)
    # Our proxy appends the address it saw; what stands before came from the client.
    answers = [
        await house.sign_in(ADA, WRONG, origin=f"{place(number)}, 192.0.2.7") for number in range(6)
    ]

    assert answers[-1].status_code == 429


async def test_refused_sign_ins_are_audited_without_the_address_in_the_entry(house: House) -> None:
    user_id = await house.user(ADA)
    await house.sign_in(ADA, WRONG)

    entry = await house.value(
        "select jsonb_build_array(action, outcome, actor_kind, subject_id) from audit "
        "order by id desc limit 1"
    )
    assert entry == ["session.start", "refused", "anonymous", str(user_id)]
    assert await house.value("select address from audit_personal") == "192.0.2.1"
    assert not await house.value("select bool_or(audit::text like '%ada@%') from audit")


async def test_a_full_line_is_503_and_no_guess(house: House) -> None:
    await house.user(ADA)
    full = Argon2Hasher(memory_kib=8, passes=1, threads=1, longest_line=0)
    house.hasher.inner = full
    answers = [await house.sign_in(ADA) for _ in range(6)]
    house.hasher.inner = CountingHasher().inner

    assert {answer.status_code for answer in answers} == {503}
    assert int(answers[0].headers["retry-after"]) > 0
    assert (await house.sign_in(ADA)).status_code == 200


async def test_a_hash_of_yesterday_is_made_anew(house: House) -> None:
    await house.user(ADA)
    before = await house.value("select password_hash from app_user")
    house.hasher.inner = Argon2Hasher(memory_kib=16, passes=2)
    await house.signed_in(ADA)
    after = await house.value("select password_hash from app_user")

    assert "m=8,t=1" in before
    assert "m=16,t=2" in after
    await house.signed_in(ADA)


async def test_who_proved_an_old_password_gets_no_session_after_it_was_changed(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    said, visit = SignIn(email=ADA, password=PASSWORD), Visit("192.0.2.1", "")
    proven = await prove(house.database, house.hasher, house.signer, said, visit)
    body = {"currentPassword": PASSWORD, "newPassword": "another harbour 18"}
    await ada.asks("POST", "/api/auth/change-password", json=body)

    with pytest.raises(SessionEnded):
        async with house.database.transaction() as conn:
            await start_session(conn, house.signer, proven, visit)


async def test_nobody_waits_for_a_hash_with_a_connection_in_hand(house: House) -> None:
    await house.user(ADA)
    hasher: Hasher = Looking(house)
    said = SignIn(email=ADA, password=PASSWORD)
    await prove(house.database, hasher, house.signer, said, Visit("192.0.2.1", ""))


class Looking:
    """Verifies only while the one connection is free."""

    def __init__(self, house: House) -> None:
        self._house = house

    def turn(self) -> AbstractAsyncContextManager[None]:
        return self._house.hasher.turn()

    async def hash(self, password: str) -> str:
        return await self._house.hasher.hash(password)

    async def verify(self, password: str, known: str | None) -> Verdict:
        assert await asyncio.wait_for(self._house.value("select 1"), 1) == 1
        return await self._house.hasher.verify(password, known)
