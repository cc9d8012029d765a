"""Facts are written with what they tell of, and announced after the commit only."""

import asyncio
from datetime import date
from itertools import pairwise
from uuid import UUID

import asyncpg

from alcuin.kit.db import Conn, Database
from alcuin.kit.events import CHANNEL, Event, Recorded, announcing, record

LEARNER, COURSE = UUID(int=1), UUID(int=2)

ALL = """
select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
       time_zone, local_on, data
from event order by id
"""


async def test_an_event_keeps_all_that_it_was_recorded_with(conn: Conn) -> None:
    event = Event(
        kind="test.done",
        v=2,
        user_id=LEARNER,
        course_id=COURSE,
        release=3,
        time_zone="Europe/Paris",
        local_on=date(2026, 2, 28),
        data={"n": 1, "of": [1.5, None]},
    )
    await record(conn, event)
    (found,) = await conn.all(Recorded, ALL)
    assert {name: getattr(found, name) for name in event.__struct_fields__} == {
        name: getattr(event, name) for name in event.__struct_fields__
    }


async def test_events_recorded_together_keep_their_order(conn: Conn) -> None:
    await record(conn, *(Event(kind=f"test.{n}") for n in range(20)))
    found = await conn.all(Recorded, ALL)
    assert [event.kind for event in found] == [f"test.{n}" for n in range(20)]
    assert found[0].data is None


async def test_a_rolled_back_transaction_announces_nothing(database: Database) -> None:
    said: list[str] = []
    database.announce = lambda: said.append("written")
    try:
        async with database.transaction() as conn:
            await record(conn, Event(kind="test.done"))
            raise KeyError  # noqa: TRY301  anything that rolls back
    except KeyError:
        pass
    assert said == []
    async with database.transaction() as conn:
        await record(conn, Event(kind="test.done"))
        await record(conn, Event(kind="test.done"))
        assert said == []
    assert said == ["written"]


async def test_many_commits_make_few_notices(database: Database, database_url: str) -> None:
    heard: list[float] = []
    loop = asyncio.get_running_loop()
    listener = await asyncpg.connect(database_url)
    await listener.add_listener(CHANNEL, lambda *_: heard.append(loop.time()))
    async with announcing(database):
        for _ in range(50):
            async with database.transaction() as conn:
                await record(conn, Event(kind="test.done"))
    await listener.fetchval("select 1")  # notices come before the answer
    await listener.close()
    # 50 ms apart when sent; the last is the farewell.
    assert heard
    assert all(after - before > 0.03 for before, after in pairwise(heard[:-1]))


async def test_a_writer_that_leaves_has_announced_its_last_commit(
    database: Database, database_url: str
) -> None:
    heard = asyncio.Event()
    listener = await asyncpg.connect(database_url)
    await listener.add_listener(CHANNEL, lambda *_: heard.set())
    async with announcing(database), database.transaction() as conn:
        await record(conn, Event(kind="test.done"))
    await asyncio.wait_for(heard.wait(), 5)
    await listener.close()
