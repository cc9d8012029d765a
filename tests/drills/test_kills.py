"""Workers under SIGKILL. `ALCUIN_DRILL=50` makes it fifty kills; `make test` has three."""

import asyncio
import os
import secrets
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from random import Random

import pytest

from alcuin.kit.db import Conn, Database
from alcuin.kit.events import prepare_readers, rebuild
from alcuin.kit.jobs import enqueue, list_held
from alcuin.kit.worker import HEARTBEAT_SECONDS
from tests.drills import practice

KILLS = int(os.environ.get("ALCUIN_DRILL", "3"))
ROOT = Path(__file__).parents[2]
PROGRAM = "tests.drills.worker_process"


async def started(url: str, heartbeat: float) -> Process:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", PROGRAM, url, str(heartbeat), stdout=PIPE, cwd=ROOT
    )
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"ready\n"
    return worker


async def ended(worker: Process, how: signal.Signals) -> None:
    if worker.returncode is None:
        worker.send_signal(how)
    await asyncio.wait_for(worker.communicate(), 20)


async def kill_workers(url: str, rng: Random) -> list[Process]:
    """Two workers, one of which is killed again and again; the poison kills some too."""
    workers = list(await asyncio.gather(started(url, 1), started(url, 1)))
    for _ in range(KILLS):
        await asyncio.sleep(rng.uniform(0, 0.6))  # the drill is about when it hits
        victim = rng.randrange(2)
        await ended(workers[victim], signal.SIGKILL)
        workers[victim] = await started(url, 1)
    return workers


async def rows_seen(conn: Conn, generation: int) -> set[tuple[object, ...]]:
    rows = await conn.raw.fetch(
        "select event_id, user_id, n from seen where generation = $1", generation
    )
    return {tuple(row) for row in rows}


async def count(database: Database, sql: str) -> int:
    async with database.transaction() as conn:
        return await conn.value(int, sql) or 0


async def is_quiet(database: Database) -> bool:
    """Everything is read, and no job waits or runs."""
    return await practice.is_read_to_the_end(database) and not await count(
        database, "select count(*) from pgqueuer where status <> 'failed'"
    )


async def work_off(database: Database, url: str, workers: list[Process]) -> None:
    """Let the workers end all work, replacing those that the poison kills, and go."""
    async with asyncio.timeout(60):
        while not await is_quiet(database):
            for i, worker in enumerate(workers):
                if worker.returncode is not None:
                    workers[i] = await started(url, 1)
            await asyncio.sleep(0.1)
    for worker in workers:
        await ended(worker, signal.SIGTERM)


@pytest.mark.timeout(60 + KILLS * 10)
async def test_killed_workers_lose_nothing_and_do_nothing_twice(
    database: Database, database_urls: tuple[str, str]
) -> None:
    url, owner_url = database_urls
    seed = secrets.randbits(32)
    print(f"seed {seed}, {KILLS} kills")  # noqa: T201  to repeat a failure
    rng = Random(seed)  # noqa: S311  repeatable, not secret
    await practice.make_world(owner_url)
    await prepare_readers(database, [practice.SEEN, practice.LETTERS])
    async with database.transaction() as conn:
        await enqueue(conn, "practice.die", practice.Nothing())
    never = time.monotonic() + 3600
    writers = [
        asyncio.create_task(practice.practise(database, Random(seed + i), never, 0.05, {}))  # noqa: S311  as above
        for i in range(3)
    ]
    workers = await kill_workers(url, rng)
    for writer in writers:
        writer.cancel()
    await asyncio.gather(*writers, return_exceptions=True)
    await work_off(database, url, workers)

    async with database.transaction() as conn:
        assert await practice.what_is_wrong(conn, "practice.seen") == practice.Wrong(0, 0, 0)
        held = await list_held(conn)
        shown = await rows_seen(conn, 1)
    events = await count(database, "select count(*) from event")
    again = await count(database, "select count(*) - count(distinct job_id) from letter_begun")
    print(f"{events} events, {again} jobs begun again")  # noqa: T201  worth seeing
    assert [(job.name, job.starts) for job in held] == [("practice.die", 2)]
    assert await count(database, "select count(*) from letter_asked") == events
    assert await count(database, "select count(distinct event_id) from letter_asked") == events
    assert await count(database, "select count(*) from letter_sent") == events
    generation = await rebuild(database, practice.SEEN)
    async with database.transaction() as conn:
        assert await rows_seen(conn, generation) == shown
        assert await rows_seen(conn, 1) == set()


@pytest.mark.skipif("ALCUIN_DRILL" not in os.environ, reason="10 s of waiting: make drill")
async def test_a_killed_workers_job_runs_again_within_thirty_seconds(
    database: Database, database_urls: tuple[str, str]
) -> None:
    url, owner_url = database_urls
    await practice.make_world(owner_url)
    async with database.transaction() as conn:
        await enqueue(conn, "practice.send_letter", practice.SendLetter(1, 1.5))
    workers = [await started(url, HEARTBEAT_SECONDS)]
    try:
        begun = "select count(*) from letter_begun"
        await practice.eventually(lambda: count(database, begun))
        await ended(workers[0], signal.SIGKILL)
        killed_at = time.monotonic()
        workers.append(await started(url, HEARTBEAT_SECONDS))
        sent = "select count(*) from letter_sent"
        await practice.eventually(lambda: count(database, sent), 30)
        print(f"sent {time.monotonic() - killed_at:.1f} s after the kill")  # noqa: T201  worth seeing
        assert await count(database, begun) == 2
    finally:
        for worker in workers:
            await ended(worker, signal.SIGTERM)
