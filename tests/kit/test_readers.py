"""Projections can be made anew, reactions happen once, a fault stops one reader alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest

from alcuin.kit.db import Conn, Database
from alcuin.kit.events import (
    Event,
    Follower,
    Projection,
    Reaction,
    ReaderState,
    ReaderUnknown,
    Recorded,
    RestoredElsewhere,
    list_readers,
    prepare_readers,
    rebuild,
    record,
    replay,
)
from alcuin.kit.events.following import BATCH, Step, advance
from alcuin.kit.events.queries import following as queries

TABLES = """
create table tally (generation int, kind text, n int, primary key (generation, kind));
create table moved (event_id bigint);
grant all on tally, moved to public;
"""


@pytest.fixture(autouse=True)
async def tables(database_urls: tuple[str, str]) -> None:
    raw = await asyncpg.connect(database_urls[1])
    await raw.execute(TABLES)
    await raw.close()


async def apply(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
    for event in events:
        if event.data == {"poison": True}:
            raise ValueError("somebody@example.org")
        await conn.run(
            "insert into tally values ($1, $2, 1) on conflict (generation, kind) "
            "do update set n = tally.n + 1",
            generation,
            event.kind,
        )


async def forget(conn: Conn, generation: int) -> None:
    await conn.run("delete from tally where generation = $1", generation)


async def react(conn: Conn, events: Sequence[Recorded]) -> None:
    for event in events:
        await conn.run("insert into moved values ($1)", event.id)


TALLY = Projection("test.tally", {"test.done": 1, "test.undone": 1}, apply, forget)
MOVED = Reaction("test.moved", {"test.done": 1}, react)


async def happen(database: Database, *events: Event) -> None:
    async with database.transaction() as conn:
        await record(conn, *events)


async def tally(database: Database) -> dict[str, int]:
    async with database.transaction() as conn:
        rows = await conn.raw.fetch(
            "select t.kind, t.n from tally t join reader r "
            "on r.name = 'test.tally' and r.current and r.generation = t.generation"
        )
    return {row["kind"]: row["n"] for row in rows}


async def moved(database: Database) -> list[int]:
    async with database.transaction() as conn:
        return [row["event_id"] for row in await conn.raw.fetch("select event_id from moved")]


async def state(database: Database, name: str) -> ReaderState:
    async with database.transaction() as conn:
        (found,) = [r for r in await list_readers(conn) if r.name == name and r.current]
    return found


@asynccontextmanager
async def following(database: Database, reader: Projection | Reaction) -> AsyncIterator[Follower]:
    follower, stop = Follower(database, reader), asyncio.Event()
    task = asyncio.create_task(follower.run(stop))
    yield follower
    stop.set()
    follower.wake()
    await asyncio.wait_for(task, 5)


async def catch_up(database: Database, reader: Projection | Reaction) -> None:
    while await advance(database, reader) is Step.MORE:
        pass


async def is_stopped(database: Database) -> bool:
    return (await state(database, "test.tally")).failed_at is not None


async def is_at_the_end(database: Database) -> bool:
    return (await state(database, "test.tally")).waiting_since is None


async def has_moved(database: Database, times: int) -> bool:
    return len(await moved(database)) == times


async def has_tally(database: Database, done: int) -> bool:
    return await tally(database) == {"test.done": done}


async def eventually(condition: Callable[[], Awaitable[object]]) -> None:
    """Wait for something to come true; the bound is for a broken system only."""
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110  the truth is in the database
            await asyncio.sleep(0.02)


DONE, UNDONE = Event(kind="test.done"), Event(kind="test.undone")


async def test_a_projection_reads_the_log_from_its_beginning_and_once(database: Database) -> None:
    await happen(database, *[DONE] * (BATCH + 200), UNDONE, Event(kind="test.of_no_interest"))
    await prepare_readers(database, [TALLY])
    assert await advance(database, TALLY) is Step.MORE
    assert await advance(database, TALLY) is Step.REACHED
    assert await advance(database, TALLY) is Step.REACHED
    assert await tally(database) == {"test.done": BATCH + 200, "test.undone": 1}


async def test_an_event_that_commits_late_is_not_missed_and_holds_nobody_up(
    database: Database,
) -> None:
    await prepare_readers(database, [TALLY])
    async with database.transaction() as slow:
        await record(slow, UNDONE)
        await happen(database, DONE)
        await catch_up(database, TALLY)
        assert await tally(database) == {"test.done": 1}
        await happen(database, DONE)
        await catch_up(database, TALLY)
        assert await tally(database) == {"test.done": 2}
    await catch_up(database, TALLY)
    assert await tally(database) == {"test.done": 2, "test.undone": 1}


async def test_an_event_that_a_reader_writes_is_read_after_that(database: Database) -> None:
    async def echo(conn: Conn, events: Sequence[Recorded]) -> None:
        for event in events:
            if event.data is None:
                await record(conn, Event(kind="test.done", data={"echo": event.id}))
        await react(conn, events)

    echoing = Reaction("test.echo", {"test.done": 1}, echo)
    await prepare_readers(database, [echoing])
    await happen(database, DONE)
    await catch_up(database, echoing)
    await catch_up(database, echoing)
    assert len(await moved(database)) == 2


async def test_a_reaction_starts_at_the_end_of_the_log(database: Database) -> None:
    await happen(database, DONE)
    await prepare_readers(database, [MOVED])
    await happen(database, DONE)
    await catch_up(database, MOVED)
    assert len(await moved(database)) == 1


async def test_a_replayed_reaction_moves_only_for_events_that_never_moved_it(
    database: Database,
) -> None:
    await happen(database, DONE)
    await prepare_readers(database, [MOVED])
    await happen(database, DONE)
    await catch_up(database, MOVED)
    await replay(database, MOVED, after=0, until=1000)
    await replay(database, MOVED, after=0, until=1000)
    assert sorted(await moved(database)) == [1, 2]


async def test_two_workers_do_not_advance_one_reader_twice(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    await happen(database, *[DONE] * 1200)
    for _ in range(4):
        await asyncio.gather(*(advance(database, TALLY) for _ in range(6)))
    await catch_up(database, TALLY)
    assert await tally(database) == {"test.done": 1200}


async def test_a_worker_that_looked_before_another_advanced_lets_go(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    async with database.transaction() as late:
        looked = await queries.find_cursor(late, "test.tally", None)
        assert looked is not None
        await happen(database, DONE)
        await catch_up(database, TALLY)
        assert not await queries.lock_if_unmoved(late, looked)


async def test_a_fault_stops_its_reader_alone_and_is_told_without_personal_data(
    database: Database,
) -> None:
    await prepare_readers(database, [TALLY, MOVED])
    await happen(database, DONE, DONE, Event(kind="test.done", data={"poison": True}), DONE)
    async with following(database, TALLY), following(database, MOVED):
        await eventually(lambda: is_stopped(database))
        await eventually(lambda: has_moved(database, 4))
    stopped = await state(database, "test.tally")
    assert stopped.failed_event_id == 3
    assert stopped.failure is not None
    assert stopped.failure.startswith("ValueError at ")
    assert "example.org" not in stopped.failure
    assert stopped.waiting_since is not None
    assert await tally(database) == {"test.done": 2}
    assert (await state(database, "test.moved")).failures == 0


async def test_a_stopped_reader_goes_on_when_its_fault_is_mended(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    await happen(database, Event(kind="test.done", data={"poison": True}), DONE)
    async with following(database, TALLY) as follower:
        await eventually(lambda: is_stopped(database))
        assert await advance(database, TALLY) is Step.RESTING
        async with database.transaction() as conn:
            await conn.run("update event set data = null")
            await conn.run("update reader set failed_at = failed_at - interval '1 hour'")
        follower.wake()
        await eventually(lambda: has_tally(database, 2))
    mended = await state(database, "test.tally")
    assert (mended.failed_at, mended.failure, mended.failures) == (None, None, 0)


async def test_an_unknown_version_stops_the_reader(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    await happen(database, DONE, Event(kind="test.undone", v=2), DONE)
    async with following(database, TALLY):
        await eventually(lambda: is_stopped(database))
    stopped = await state(database, "test.tally")
    assert stopped.failed_event_id == 2
    assert (stopped.failure or "").startswith("UnknownVersion at ")
    assert await tally(database) == {"test.done": 1}


async def test_a_rebuilt_projection_equals_the_one_it_replaces(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    await happen(database, *[DONE] * (BATCH + 100), UNDONE)
    await catch_up(database, TALLY)
    before = await tally(database)
    assert await rebuild(database, TALLY) == 2
    assert await tally(database) == before
    await happen(database, DONE)
    await catch_up(database, TALLY)
    assert await tally(database) == {"test.done": BATCH + 101, "test.undone": 1}
    async with database.transaction() as conn:
        assert await conn.value(int, "select count(distinct generation) from tally") == 1


async def test_a_rebuild_beside_writers_and_a_running_follower_misses_nothing(
    database: Database,
) -> None:
    await prepare_readers(database, [TALLY])
    async with following(database, TALLY) as follower:
        for _ in range(3):
            await asyncio.gather(
                rebuild(database, TALLY), *(happen(database, DONE, UNDONE) for _ in range(20))
            )
            follower.wake()
        await eventually(lambda: is_at_the_end(database))
    assert await tally(database) == {"test.done": 60, "test.undone": 60}


async def test_a_rebuild_that_was_killed_leaves_nothing_behind_the_next_one(
    database: Database,
) -> None:
    await prepare_readers(database, [TALLY])
    await happen(database, DONE)
    await catch_up(database, TALLY)
    async with database.transaction() as conn:  # what a killed rebuild leaves
        await conn.run(
            "insert into reader (name, generation, kind, current, done, system_identifier) "
            "select name, 2, kind, false, '1:1:', system_identifier from reader"
        )
        await conn.run("insert into tally values (2, 'test.done', 1)")
    await rebuild(database, TALLY)
    assert await tally(database) == {"test.done": 1}
    async with database.transaction() as conn:
        assert await conn.value(int, "select count(*) from reader") == 1
        assert await conn.value(int, "select count(*) from tally") == 1


async def test_a_rebuild_of_a_projection_that_never_ran_is_refused(database: Database) -> None:
    with pytest.raises(ReaderUnknown):
        await rebuild(database, TALLY)


async def test_readers_refuse_to_start_in_a_restored_database(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    async with database.transaction() as conn:
        await conn.run("update reader set system_identifier = 1")
    with pytest.raises(RestoredElsewhere, match="alcuin db rebase-log"):
        await prepare_readers(database, [TALLY])


async def test_an_idle_reader_writes_nothing(database: Database) -> None:
    await prepare_readers(database, [TALLY])
    await happen(database, DONE)
    await catch_up(database, TALLY)
    before = await state(database, "test.tally")
    assert await advance(database, TALLY) is Step.REACHED
    assert await state(database, "test.tally") == before


async def test_a_reader_at_the_end_of_a_long_log_reads_only_what_is_new(
    database: Database, database_urls: tuple[str, str]
) -> None:
    await prepare_readers(database, [TALLY])
    owner = await asyncpg.connect(database_urls[1])
    await owner.execute(
        "insert into event (kind) select 'test.done' from generate_series(1, 20000)"
    )
    await owner.execute("update reader set done = pg_current_snapshot()")
    await owner.execute("vacuum analyze event")
    before = await owner.fetchval(_ROWS_READ)
    for _ in range(12):  # long enough for a generic plan, if one were allowed
        await happen(database, DONE)
        await catch_up(database, TALLY)
    await asyncio.wait_for(database.pool.close(), 5)  # counters are flushed as sessions end
    await eventually(lambda: owner.fetchval(f"select ({_ROWS_READ}) > $1", before))
    read = await owner.fetchval(_ROWS_READ) - before
    await owner.close()
    assert read < 1000


_ROWS_READ = """
select seq_tup_read + idx_tup_fetch from pg_stat_user_tables where relname = 'event'
"""
