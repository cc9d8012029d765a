"""Jobs are asked for in a transaction, start a counted number of times, and wait when they fail."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries

from alcuin.kit.db import Conn, Database
from alcuin.kit.jobs import (
    Cron,
    Job,
    JobContext,
    NotHeld,
    drop,
    enqueue,
    list_held,
    queries,
    retry,
)
from alcuin.kit.jobs.running import JobRunner
from alcuin.kit.jobs.ticking import latest_tick, run_crons, tick
from alcuin.kit.problems import Unavailable


class Note(msgspec.Struct, frozen=True):
    course_id: UUID


NOTE = Note(UUID(int=5))


class Diary:
    """A job that notes its runs and may fail the first times."""

    def __init__(self, *, failures: int = 0) -> None:
        self.runs: list[tuple[int, Note]] = []
        self._failures = failures

    async def run(self, context: JobContext, payload: Note) -> None:
        self.runs.append((context.start, payload))
        if len(self.runs) <= self._failures:
            raise ValueError("somebody@example.org")


class Blinking(Database):
    """A database that is away the first time somebody asks."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.pool, {})
        self._away = True

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Conn]:
        if self._away:
            self._away = False
            raise Unavailable
        async with super().transaction() as conn:
            yield conn


@asynccontextmanager
async def running(
    database: Database, url: str, *jobs: Job, grace: float = 5
) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    runner = JobRunner(database, url, jobs, heartbeat=1)
    task = asyncio.create_task(runner.run(stop, grace=grace))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 15)


async def eventually(condition: Callable[[], Awaitable[object]]) -> None:
    """Wait for something to come true; the bound is for a broken system only."""
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110  the truth is in the database
            await asyncio.sleep(0.02)


async def ask(database: Database, name: str = "test.note", key: str | None = None) -> int | None:
    async with database.transaction() as conn:
        return await enqueue(conn, name, NOTE, key=key)


async def statuses(database: Database) -> list[str]:
    async with database.transaction() as conn:
        rows = await conn.raw.fetch("select status::text from pgqueuer order by id")
    return [row["status"] for row in rows]


async def is_empty(database: Database) -> bool:
    return await statuses(database) == []


async def is_held(database: Database) -> bool:
    """Held at last; what waits for its next try is made due at once."""
    async with database.transaction() as conn:
        await conn.run("update pgqueuer set execute_after = now() where status = 'queued'")
    return await statuses(database) == ["failed"]


async def test_a_job_runs_after_the_commit_that_asked_for_it_and_is_gone(
    database: Database, database_url: str
) -> None:
    diary = Diary()
    await ask(database)
    async with running(database, database_url, Job("test.note", Note, diary.run)):
        await eventually(lambda: is_empty(database))
    assert diary.runs == [(1, NOTE)]


async def test_a_job_whose_start_could_not_be_counted_is_nobodys_failure(
    database: Database, database_url: str
) -> None:
    diary, blinks = Diary(), Blinking(database)
    await ask(database)
    async with running(blinks, database_url, Job("test.note", Note, diary.run, attempts=1)):
        await eventually(lambda: is_empty(database))
    assert diary.runs == [(1, NOTE)]


async def test_a_job_asked_for_in_a_rolled_back_transaction_never_was(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as conn:
            await enqueue(conn, "test.note", NOTE)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await is_empty(database)


async def test_a_key_lets_one_job_wait_and_another_after_it_is_done(
    database: Database, database_url: str
) -> None:
    diary = Diary()
    assert await ask(database, key="course 5, release 2")
    assert await ask(database, key="course 5, release 2") is None
    assert await ask(database, key="course 5, release 3")
    async with running(database, database_url, Job("test.note", Note, diary.run)):
        await eventually(lambda: is_empty(database))
    assert len(diary.runs) == 2
    assert await ask(database, key="course 5, release 2")


async def test_a_delayed_job_waits_and_the_more_urgent_comes_first(conn: Conn) -> None:
    await enqueue(conn, "test.note", NOTE, delay=timedelta(hours=1), priority=3)
    ahead = await conn.value(timedelta, "select execute_after - now() from pgqueuer")
    assert ahead == timedelta(hours=1)
    assert await conn.value(int, "select priority from pgqueuer") == 3


async def test_a_job_that_fails_is_tried_again(database: Database, database_url: str) -> None:
    diary = Diary(failures=1)
    await ask(database)

    async def is_done() -> bool:
        return await is_held(database) or await is_empty(database)

    async with running(database, database_url, Job("test.note", Note, diary.run)):
        await eventually(is_done)
    assert [start for start, _ in diary.runs] == [1, 2]
    assert await is_empty(database)


async def test_a_job_that_fails_each_time_is_held_and_told_without_personal_data(
    database: Database, database_url: str
) -> None:
    diary = Diary(failures=100)
    await ask(database)
    async with running(database, database_url, Job("test.note", Note, diary.run, attempts=3)):
        await eventually(lambda: is_held(database))
    assert len(diary.runs) == 3
    async with database.transaction() as conn:
        (held,) = await list_held(conn)
        logged = await conn.value(str, "select string_agg(traceback::text, '') from pgqueuer_log")
    assert (held.name, held.starts) == ("test.note", 3)
    assert (held.failure or "").startswith("ValueError at ")
    assert "example.org" not in f"{held.failure}{logged}"


async def test_starts_whose_worker_was_killed_count(database: Database, database_url: str) -> None:
    diary = Diary()
    job_id = await ask(database)
    assert job_id
    async with database.transaction() as conn:  # what three killed workers leave
        for _ in range(3):
            await queries.count_start(conn, job_id)
    async with running(database, database_url, Job("test.note", Note, diary.run, attempts=3)):
        await eventually(lambda: is_held(database))
    assert diary.runs == []
    async with database.transaction() as conn:
        (held,) = await list_held(conn)
    assert (held.starts, held.failure) == (3, "its workers died")


async def test_a_payload_that_cannot_be_read_is_held(database: Database, database_url: str) -> None:
    await ask(database)
    async with database.transaction() as conn:
        await conn.run("update pgqueuer set payload = '{}'")
    job = Job("test.note", Note, Diary().run, attempts=1)
    async with running(database, database_url, job):
        await eventually(lambda: is_held(database))


async def test_a_held_job_can_be_tried_again_or_dropped(
    database: Database, database_url: str
) -> None:
    diary = Diary(failures=1)
    job_id = await ask(database)
    assert job_id
    job = Job("test.note", Note, diary.run, attempts=1)
    async with running(database, database_url, job):
        await eventually(lambda: is_held(database))
    async with database.transaction() as conn:
        await retry(conn, job_id)
        assert await list_held(conn) == []
        with pytest.raises(NotHeld):
            await drop(conn, job_id)
    async with running(database, database_url, job):
        await eventually(lambda: is_empty(database))
    assert [start for start, _ in diary.runs] == [1, 1]
    async with database.transaction() as conn:
        with pytest.raises(NotHeld):
            await retry(conn, job_id)


async def test_a_dropped_job_leaves_nothing(database: Database, database_url: str) -> None:
    job_id = await ask(database)
    assert job_id
    job = Job("test.note", Note, Diary(failures=9).run, attempts=1)
    async with running(database, database_url, job):
        await eventually(lambda: is_held(database))
    async with database.transaction() as conn:
        await drop(conn, job_id)
        assert await conn.value(int, "select count(*) from job_start") == 0


async def test_a_worker_that_stops_lets_a_job_end(database: Database, database_url: str) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_context: JobContext, _payload: Note) -> None:
        begun.set()
        await may_end.wait()

    await ask(database)
    async with running(database, database_url, Job("test.note", Note, slow)) as stop:
        await asyncio.wait_for(begun.wait(), 5)
        stop.set()
        await asyncio.sleep(0)
        assert await statuses(database) == ["picked"]
        may_end.set()
    assert await is_empty(database)


async def test_a_worker_that_stops_gives_back_what_does_not_end(
    database: Database, database_url: str
) -> None:
    begun = asyncio.Event()

    async def endless(_context: JobContext, _payload: Note) -> None:
        begun.set()
        await asyncio.Event().wait()

    await ask(database)
    async with running(database, database_url, Job("test.note", Note, endless), grace=0.05):
        await asyncio.wait_for(begun.wait(), 5)
    assert await statuses(database) == ["queued"]
    async with database.transaction() as conn:
        assert await conn.value(int, "select starts from job_start") == 0
        assert await conn.value(bool, "select execute_after <= now() from pgqueuer")


async def test_a_schedule_ticks_once_beside_other_workers_and_owes_nothing_for_the_past(
    database: Database,
) -> None:
    yearly = Cron("test.yearly", "0 0 1 1 *", "test.note", NOTE)
    async with database.transaction() as conn:
        assert not await tick(conn, yearly)
        await conn.run("update cron set ticked_at = ticked_at - interval '3 years'")
    stop = asyncio.Event()
    workers = [asyncio.create_task(run_crons(database, [yearly], stop)) for _ in range(4)]

    async def has_ticked() -> bool:
        return not await is_empty(database)

    await eventually(has_ticked)
    async with database.transaction() as conn:
        assert not await tick(conn, yearly)
    stop.set()
    await asyncio.wait_for(asyncio.gather(*workers), 5)
    assert len(await statuses(database)) == 1


def test_the_latest_tick_is_the_moment_itself_or_the_last_before() -> None:
    def at(day: int, hour: int, minute: int, second: int = 0) -> datetime:
        return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)

    assert latest_tick("17 3 * * *", at(2, 3, 17)) == at(2, 3, 17)
    assert latest_tick("17 3 * * *", at(2, 3, 16, 59)) == at(1, 3, 17)
    assert latest_tick("*/5 * * * *", at(2, 3, 16, 59)) == at(2, 3, 15)


async def test_pgqueuer_finds_nothing_to_change_in_its_tables(
    database_urls: tuple[str, str],
) -> None:
    raw = await asyncpg.connect(database_urls[1])
    plan = await Queries(AsyncpgDriver(raw)).plan_upgrade()
    await raw.close()
    assert list(plan.statements) == []


def test_asking_for_jobs_does_not_load_pgqueuer() -> None:
    loaded = "import sys, alcuin.kit.jobs; sys.exit('pgqueuer' in sys.modules)"
    subprocess.run([sys.executable, "-c", loaded], check=True)
