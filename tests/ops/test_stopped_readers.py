"""A reader that fails stops alone, is seen where operators look, and goes on after the mend."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest

from alcuin.app.metering import places
from alcuin.kit.db import Conn, Database
from alcuin.kit.events import Event, Projection, Reaction, Reader, Recorded, prepare_readers, record
from alcuin.kit.worker import run_worker
from alcuin.ops.doctor.checks.work import look_at_readers
from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import DatabaseUrls
from tests.drills.practice import eventually
from tests.ops import scraped
from tests.ops.test_metrics import scrape, serving

TABLES = """
create table taken (reader text, event_id bigint, primary key (reader, event_id));
grant all on taken to public;
"""
KINDS = {"test.done": 1}
EVENTS, POISON = 6, 4


class Fault:
    """What the reader stumbles over, until somebody mends it."""

    is_mended = False

    def stumble(self, event: Recorded) -> None:
        if event.id == POISON and not self.is_mended:
            raise KeyError("somebody@example.org")


def projection(name: str, fault: Fault) -> Reader:
    async def apply(conn: Conn, _generation: int, events: Sequence[Recorded]) -> None:
        await take(conn, name, events, fault)

    async def forget(conn: Conn, _generation: int) -> None:
        await conn.run("delete from taken where reader = $1", name)

    return Projection(name, KINDS, apply, forget)


def reaction(name: str, fault: Fault) -> Reader:
    async def react(conn: Conn, events: Sequence[Recorded]) -> None:
        await take(conn, name, events, fault)

    return Reaction(name, KINDS, react)


async def take(conn: Conn, name: str, events: Sequence[Recorded], fault: Fault) -> None:
    for event in events:
        fault.stumble(event)
        await conn.run("insert into taken values ($1, $2)", name, event.id)


@pytest.mark.parametrize("kind", [projection, reaction])
async def test_a_stopped_reader_is_seen_and_goes_on_after_the_mend(
    database: Database, database_urls: tuple[str, str], kind: Callable[[str, Fault], Reader]
) -> None:
    owner = await asyncpg.connect(database_urls[1])
    await owner.execute(TABLES)
    fault, mended = Fault(), Fault()
    mended.is_mended = True
    readers: list[Reader] = [kind("test.hurt", fault), reaction("test.healthy", mended)]
    await prepare_readers(database, readers)

    async def taken(name: str) -> list[int]:
        rows = await owner.fetch("select event_id from taken where reader = $1 order by 1", name)
        return [row["event_id"] for row in rows]

    async def is_at_the_end(name: str) -> bool:
        return await taken(name) == list(range(1, EVENTS + 1))

    async with working(database, database_urls[0], readers):
        async with database.transaction() as conn:
            await record(conn, *[Event(kind="test.done")] * EVENTS)
        await eventually(lambda: is_at_the_end("test.healthy"))
        await eventually(lambda: owner.fetchval("select bool_or(failures > 0) from reader"))
        assert await taken("test.hurt") == list(range(1, POISON)), "what comes before is taken"
        assert await stopped(database) == {"test.hurt": 1, "test.healthy": 0}
        (said,) = await examined(database_urls)
        assert said.startswith(f"test.hurt stopped at event {POISON}: KeyError at ")
        assert "example.org" not in said
        fault.is_mended = True
        await owner.execute("update reader set failed_at = failed_at - interval '1 hour'")
        await eventually(lambda: is_at_the_end("test.hurt"))
        await eventually(lambda: owner.fetchval("select bool_and(failure is null) from reader"))
        assert await stopped(database) == {"test.hurt": 0, "test.healthy": 0}
        assert await examined(database_urls) == ["2 readers are at the end of the log."]
    await owner.close()


@asynccontextmanager
async def working(database: Database, url: str, readers: Sequence[Reader]) -> AsyncIterator[None]:
    stop = asyncio.Event()
    worker = run_worker(database, url, stop, readers=readers, jobs=[], crons=[], heartbeat=1)
    task = asyncio.create_task(worker)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 15)


async def stopped(database: Database) -> dict[str, float]:
    """As Prometheus sees it."""
    async with serving(database, places(1)[0]) as client:
        found = scraped.read(await scrape(client))
    return {
        dict(labels)["reader"]: value
        for (name, labels), value in found.items()
        if name == "alcuin_reader_stopped"
    }


async def examined(urls: tuple[str, str]) -> list[str]:
    """As `alcuin doctor` sees it."""
    found = Findings("readers")
    application, admin = urls
    await look_at_readers(found, DatabaseUrls(application, admin, application, is_embedded=False))
    return [each.says for each in found.list]
