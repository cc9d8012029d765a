"""The log read while 24 writers write it."""

import asyncio
import secrets
import time
from collections.abc import Sequence
from random import Random
from statistics import median

import msgspec

from alcuin.kit.db import Conn, Database, open_database
from alcuin.kit.events import Projection, Recorded
from alcuin.kit.worker import run_worker
from tests.drills import practice

WRITERS = 24
SECONDS = 2.5


async def read_by_number(database: Database, stop: asyncio.Event) -> None:
    """The planted fault: a cursor that remembers the highest id."""
    last = 0
    while True:
        ending = stop.is_set()
        async with database.transaction() as conn:
            events = await conn.all(
                Recorded,
                """
                select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
                       time_zone, local_on, data
                from event where id > $1 order by id limit 500
                """,
                last,
            )
            await practice.remember(conn, "by number", 1, events)
        last = events[-1].id if events else last
        if ending and not events:
            return
        await asyncio.sleep(0.02)


async def test_nothing_is_missed_doubled_or_disordered_and_a_serial_cursor_is_caught(
    database_urls: tuple[str, str],
) -> None:
    url, owner_url = database_urls
    seed = secrets.randbits(32)
    print(f"seed {seed}")  # noqa: T201  to repeat a failure
    await practice.make_world(owner_url)
    chances = [Random(seed + i) for i in range(WRITERS)]  # noqa: S311  repeatable, not secret
    database = await open_database(url, {}, size=WRITERS + 6)
    committed: dict[object, float] = {}
    taken: dict[object, float] = {}

    async def apply(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
        await practice.apply(conn, generation, events)
        for event in events:
            taken[event.user_id, (event.data or {})["n"]] = time.monotonic()

    reader = Projection(practice.SEEN.name, practice.SEEN.kinds, apply, practice.forget)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(run_worker(database, url, stop, readers=[reader], jobs=[], crons=[]))
        group.create_task(read_by_number(database, stop))
        until = time.monotonic() + SECONDS
        await asyncio.gather(
            *(practice.practise(database, rng, until, 0.03, committed) for rng in chances)
        )
        await practice.eventually(lambda: practice.is_read_to_the_end(database))
        stop.set()
    async with database.transaction() as conn:
        ours = await practice.what_is_wrong(conn, reader.name)
        planted = await practice.what_is_wrong(conn, "by number")
    await database.pool.close()
    lags = sorted(max(0.0, taken[key] - at) for key, at in committed.items())
    print(  # noqa: T201  the numbers are worth seeing
        f"{len(lags)} events, lag median {median(lags) * 1000:.0f} ms, at most "
        f"{lags[-1] * 1000:.0f} ms; serial cursor: {msgspec.structs.asdict(planted)}"
    )
    assert ours == practice.Wrong(missed=0, doubled=0, disordered=0)
    assert planted.missed > 0
