"""Sessions and tokens go when nobody can use or miss them any more."""

from uuid import UUID

import pytest

from alcuin.identity import CRONS, jobs
from alcuin.kit.jobs import JobContext
from tests.identity.house import PUBLIC_URL, House

ADA = "ada@example.org"

ME = "/api/auth/me"


async def _prune(house: House) -> None:
    run = {job.name: job.run for job in jobs(house.signer, house.safe, house.mail, PUBLIC_URL)}
    for cron in CRONS:
        await run[cron.job](JobContext(house.database, 1, 1), cron.payload)


async def _put(house: House, sql: str, *args: object) -> None:
    async with house.database.transaction() as conn:
        await conn.run(sql, *args)


async def _session_of(house: House, user_id: UUID) -> int:
    return int(await house.value("select count(*) from session where user_id = $1", user_id))


REVOKED = """
update session set revoked_at = kit_now() - make_interval(days => $2) where user_id = $1
"""
EXPIRED = """
update session set expires_at = kit_now() - make_interval(days => $2) where user_id = $1
"""


@pytest.mark.parametrize("end", [REVOKED, EXPIRED], ids=["revoked", "expired"])
@pytest.mark.parametrize(("days", "kept"), [(31, 0), (29, 1)])
async def test_a_session_goes_30_days_after_its_end_with_its_tokens(
    house: House, end: str, days: int, kept: int
) -> None:
    ada, eve = await house.guest(ADA), await house.guest("eve@example.org")
    await _put(house, end, ada.id, days)
    await _prune(house)

    assert await _session_of(house, ada.id) == kept
    assert await house.value("select count(*) from refresh_token") == 1 + kept
    assert (await eve.asks("GET", ME)).status_code == 200
    assert (await house.post("refresh", refreshToken=eve.refresh)).status_code == 200


async def test_a_session_in_use_outlives_its_expired_tokens(house: House) -> None:
    ada = await house.guest(ADA)
    renewed = (await house.post("refresh", refreshToken=ada.refresh)).json()["data"]
    await _put(
        house,
        """
        update refresh_token set expires_at = kit_now() - interval '25 hours'
        where used_at is not null
        """,
    )
    await _prune(house)

    assert await house.value("select count(*) from refresh_token") == 1
    again = await house.post("refresh", refreshToken=renewed["refreshToken"])
    assert again.status_code == 200


async def test_a_spent_token_that_lives_is_kept_so_that_a_second_use_is_noticed(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    await house.post("refresh", refreshToken=ada.refresh)
    await _prune(house)

    assert (await house.post("refresh", refreshToken=ada.refresh)).status_code == 401
    assert (await ada.asks("GET", ME)).status_code == 401


@pytest.mark.parametrize(("hours", "kept"), [(25, 0), (23, 1)])
async def test_a_link_is_forgotten_a_day_after_it_expired(
    house: House, hours: int, kept: int
) -> None:
    await house.user(ADA)
    await house.post("forgot-password", email=ADA)
    await house.deliver()
    before = await house.value("select count(*) from one_time_token")
    await _put(
        house,
        "update one_time_token set expires_at = kit_now() - make_interval(hours => $1)",
        hours,
    )
    await _prune(house)

    assert before > 0
    assert await house.value("select count(*) from one_time_token") == before * kept
