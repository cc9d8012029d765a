"""PostgreSQL killed, its sessions ended, stopped for a while, all of it under load."""

import asyncio
import time

import pytest

from tests.drills.diary import UNAVAILABLE
from tests.drills.journey import DRILL, IS_FULL, Journey

PAUSE_SECONDS = 0.02
KILLS = DRILL or 2
ENDED = DRILL * 4 or 10
AWAY_SECONDS = 20.0 if IS_FULL else 1.5
FAR_TOO_LATE_SECONDS = 50.0
"""Ten times what is promised (5 s); what it took is printed."""

WORK = ("complete", "enroll", "publish", "edit")
END_ONE = """
select pg_terminate_backend(pid) from (
  select pid from pg_stat_activity where usename = 'alcuin_app'
  order by state = 'active' and query not like '%pg_notify%' desc, random() limit 1) one
"""


@pytest.mark.timeout(60 + KILLS * 20)
async def test_r7_postgres_killed_under_load(journey: Journey) -> None:
    """Every process of it at once; whoever holds it starts it again, and nothing is lost."""
    in_flight, back = 0, [0.0]
    async with journey.busy():
        for _ in range(KILLS):
            await journey.some_work(40, FAR_TOO_LATE_SECONDS)
            in_flight += await journey.under_way(*WORK)
            assert journey.installation.kill_postgres() > 5
            back.append(await journey.back_after(time.monotonic(), FAR_TOO_LATE_SECONDS))
    journey.tell("R7", kills=KILLS, in_flight=in_flight, ready_after=f"{max(back):.1f} s at most")
    assert in_flight > 0
    assert journey.diary.count(UNAVAILABLE) > 0
    assert journey.diary.broken == 0
    assert await journey.violations() == {}, journey.diary.complaints


async def test_r8_sessions_of_postgres_ended_at_random(journey: Journey) -> None:
    """Of requests, listeners, readers and takers of jobs alike."""
    async with journey.busy():
        await journey.some_work(20)
        for _ in range(ENDED):
            await journey.under_way(*WORK)
            await asyncio.sleep(journey.rng.uniform(0, 0.02))  # the drill is about when it hits
            assert await journey.value(END_ONE)
        await journey.some_work(50)
    journey.tell("R8", ended=ENDED, told_to_come_again=journey.diary.count(UNAVAILABLE))
    assert journey.diary.count(UNAVAILABLE) > 0
    assert journey.diary.broken == 0
    assert await journey.violations() == {}, journey.diary.complaints


async def test_r9_postgres_stopped_and_started_again(journey: Journey) -> None:
    """Alive, not healthy, 503 with Retry-After; and ready soon after."""
    installation, seen = journey.installation, set()
    async with journey.busy(PAUSE_SECONDS):
        await journey.some_work(50)
        in_flight = await journey.under_way(*WORK)
        async with installation.postgres_away():
            until = time.monotonic() + AWAY_SECONDS
            while time.monotonic() < until:
                probes = ("/health", "/health/live")
                seen.add(tuple([await installation.status(path) for path in probes]))
                await asyncio.sleep(0.1)
            away = journey.diary.count(UNAVAILABLE)
        back = await journey.back_after(time.monotonic(), FAR_TOO_LATE_SECONDS)
        await journey.some_work(50, FAR_TOO_LATE_SECONDS)
    journey.tell("R9", in_flight=in_flight, away=f"{AWAY_SECONDS} s", ready_after=f"{back:.1f} s")
    assert seen == {(UNAVAILABLE, 200)}
    assert away > 0
    assert journey.diary.broken == 0
    assert await journey.violations() == {}, journey.diary.complaints
