"""Two job workers at once: schedules tick once, and one that sleeps too long comes too late."""

import asyncio
import signal
from collections import Counter
from typing import Any

import pytest

from alcuin.app import wiring
from alcuin.kit.db import Database
from alcuin.kit.jobs import enqueue
from tests.drills import practice
from tests.drills.invariants import letters
from tests.drills.journey import DRILL, IS_FULL, Journey
from tests.drills.test_kills import count, ended, is_quiet, started

PAUSE_SECONDS = 0.1
DAYS = DRILL // 5 or 1
FROZEN_SECONDS = 40
"""Longer than a transaction may idle (30 s), so whatever it held is let go."""

ASKED = "select count(*) from pgqueuer_log where status = 'queued' and entrypoint = any($1)"
A_DAY_AGO = """
with late as (
  update cron set ticked_at = ticked_at - interval '1 day' where name = any($1) returning 1)
select count(*) from late
"""
ALL_TAKEN = """
select not exists (
  select from cron where name = any($1) and ticked_at < now() - interval '1 day')
"""
LEFT_OPEN = """
select count(*) from pg_stat_activity
where usename = 'alcuin_app' and state = 'idle in transaction'
  and now() - state_change > interval '0.25 seconds'
"""
LONGEST_SINCE = """
select coalesce(extract(epoch from max(now() - updated_at)), 0)::int from reader where current
"""


def daily_schedules() -> tuple[list[str], list[str]]:
    """Names, and the jobs they ask for; none that a schedule of every minute asks for too."""
    times_asked = Counter(cron.job for cron in wiring.crons())
    daily = [
        cron
        for cron in wiring.crons()
        if cron.expression.split()[1].isdigit() and times_asked[cron.job] == 1
    ]
    return [cron.name for cron in daily], [cron.job for cron in daily]


@pytest.mark.timeout(60 + DAYS * 30)
async def test_r22_every_tick_is_taken_once_by_two_workers_that_start_together(
    journey: Journey,
) -> None:
    """Two web processes and two job workers the whole time; the workers look when they start."""
    names, jobs = daily_schedules()
    installation, before = journey.installation, await journey.value(ASKED, jobs)
    async with journey.busy(PAUSE_SECONDS):
        for _ in range(DAYS):
            for worker in installation.working:
                worker.terminate()
            for worker in installation.working:
                await asyncio.to_thread(worker.wait, 60)
            assert await journey.value(A_DAY_AGO, names) == len(names)
            installation.working.clear()
            installation.add_worker()
            installation.add_worker()
            await practice.eventually(lambda: journey.value(ALL_TAKEN, names), 60)
    asked = int(str(await journey.value(ASKED, jobs))) - int(str(before))
    journey.tell("R22", schedules=len(names), days=DAYS, ticks=asked)
    assert asked == DAYS * len(names)
    assert await journey.violations() == {}, journey.diary.complaints


async def test_r6_a_worker_that_slept_through_its_lease_comes_too_late(
    database: Database, database_urls: tuple[str, str]
) -> None:
    """Another has done its job meanwhile: one letter, one outcome."""
    url, owner_url = database_urls
    await practice.make_world(owner_url)
    async with database.transaction() as conn:
        await enqueue(conn, "practice.send_letter", practice.SendLetter(1, 0.5))
    workers = [await started(url, 1)]
    try:
        begun, sent = "select count(*) from letter_begun", "select count(*) from letter_sent"
        await practice.eventually(lambda: count(database, begun))
        workers[0].send_signal(signal.SIGSTOP)
        workers.append(await started(url, 1))
        await practice.eventually(lambda: count(database, sent), 30)
        workers[0].send_signal(signal.SIGCONT)
        await practice.eventually(lambda: is_quiet(database))
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGCONT)
            await ended(worker, signal.SIGTERM)
    outcomes = "select count(*) from pgqueuer_log where status in ('successful', 'exception')"
    assert await count(database, begun) == 2
    assert await count(database, sent) == 1
    assert await count(database, outcomes) == 1


@pytest.mark.skipif(not IS_FULL, reason="40 s of sleep: make drill")
async def test_r6_a_worker_frozen_under_load_holds_nobody_up(journey: Journey) -> None:
    """Its transactions are ended by PostgreSQL; readers and jobs go on in the other worker."""
    async with journey.busy(PAUSE_SECONDS):
        await journey.some_work(200)
        frozen = await frozen_inside_a_transaction(journey)
        left_open = await journey.value(LEFT_OPEN)
        await asyncio.sleep(FROZEN_SECONDS)  # the fault is the time
        behind = await journey.value(LONGEST_SINCE)
        for each in frozen:
            each.resume()
        await journey.some_work(200)
    twice = sum(times > 1 for times in letters(journey.installation).values())
    journey.tell(
        "R6",
        frozen=f"{FROZEN_SECONDS} s",
        transactions_left_open=left_open,
        readers_behind=f"{behind} s",
        letters_sent_twice=twice,
    )
    assert await journey.violations() == {}, journey.diary.complaints


async def frozen_inside_a_transaction(journey: Journey) -> list[Any]:  # Any: psutil ships no types
    """Freeze the worker again and again until that leaves a transaction open."""
    family = journey.installation.worker_family()
    for _ in range(100):
        for each in family:
            each.suspend()
        await asyncio.sleep(0.3)  # so long a transaction of a living process is never idle
        if await journey.value(LEFT_OPEN):
            break
        for each in family:
            each.resume()
        await asyncio.sleep(journey.rng.uniform(0, 0.1))
    return family
