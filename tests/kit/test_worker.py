"""A worker carries news from a commit to a job's effect, and survives losing its connections."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import msgspec

from alcuin.kit.db import Conn, Database
from alcuin.kit.events import Event, Reaction, Recorded, prepare_readers, record
from alcuin.kit.jobs import Job, JobContext, enqueue
from alcuin.kit.worker import run_worker


class Greet(msgspec.Struct, frozen=True):
    event_id: int


async def ask_to_greet(conn: Conn, events: Sequence[Recorded]) -> None:
    for event in events:
        await enqueue(conn, "test.greet", Greet(event.id))


GREETINGS = Reaction("test.greetings", {"test.arrived": 1}, ask_to_greet)


@asynccontextmanager
async def working(database: Database, url: str) -> AsyncIterator["asyncio.Queue[int]"]:
    """A worker; the queue tells which events it has greeted."""
    greeted: asyncio.Queue[int] = asyncio.Queue()

    async def greet(_context: JobContext, payload: Greet) -> None:
        greeted.put_nowait(payload.event_id)

    stop = asyncio.Event()
    jobs = [Job("test.greet", Greet, greet)]
    task = asyncio.create_task(
        run_worker(database, url, stop, readers=[GREETINGS], jobs=jobs, crons=[], heartbeat=1)
    )
    try:
        yield greeted
    finally:
        stop.set()
        await asyncio.wait_for(task, 15)


async def arrive(database: Database) -> None:
    async with database.transaction() as conn:
        await record(conn, Event(kind="test.arrived"))


async def test_an_event_becomes_a_job_and_its_effect(database: Database, database_url: str) -> None:
    await prepare_readers(database, [GREETINGS])
    async with working(database, database_url) as greeted:
        await arrive(database)
        assert await asyncio.wait_for(greeted.get(), 5) == 1


async def test_a_worker_whose_connections_are_cut_goes_on(
    database: Database, database_urls: tuple[str, str]
) -> None:
    url, owner_url = database_urls
    await prepare_readers(database, [GREETINGS])
    async with working(database, url) as greeted:
        await arrive(database)
        await asyncio.wait_for(greeted.get(), 5)
        owner = await asyncpg.connect(owner_url)
        await owner.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        # Committed where nobody announces, so the worker finds it by itself.
        await owner.execute("insert into event (kind) values ('test.arrived')")
        await owner.close()
        found = await asyncio.wait_for(greeted.get(), 10)
        while found != 2:  # the first again, where its end was cut off
            found = await asyncio.wait_for(greeted.get(), 10)
