"""Every reader of the product while its workers are killed at random and people go on learning."""

import asyncio

import asyncpg
import pytest

from alcuin.app import wiring
from alcuin.kit.db import open_database
from alcuin.kit.events import Projection, Reaction, rebuild
from tests.drills.journey import DRILL, Journey
from tests.drills.practice import eventually

PAUSE_SECONDS = 0.02
KILLS = DRILL or 4
NOT_REACTED = """
select count(*) from event e where e.kind = any($2)
  and not exists (select from reaction_done d where d.reader = $1 and d.event_id = e.id)
"""
PROJECTED = """
select table_name from information_schema.columns
where column_name = 'generation' and table_schema = 'public' and table_name <> 'reader'
"""
SUM = "select count(*), sum(hashtext((to_jsonb(t) - 'generation')::text)::bigint) from {} t"


@pytest.mark.timeout(120 + KILLS * 15)
async def test_r5_readers_killed_while_people_learn_make_what_a_rebuild_makes(
    journey: Journey,
) -> None:
    """Both workers follow the log with every reader; projections and reactions come out right."""
    async with journey.busy(PAUSE_SECONDS):
        for _ in range(KILLS):
            await journey.some_work(15)
            await eventually(lambda: len(journey.installation.readers()) > 1, 60)
            await asyncio.sleep(journey.rng.uniform(0, 0.5))  # the drill is about when it hits
            victim = journey.rng.choice(journey.installation.readers())
            await journey.installation.kill_reader(victim)
        await journey.some_work(50)
    assert await journey.violations() == {}, journey.diary.complaints
    shown = await sums(journey)
    await made_anew(journey)
    journey.tell("R5 readers", kills=KILLS, tables=len(shown))
    assert await sums(journey) == shown
    for reader in wiring.readers():
        if isinstance(reader, Reaction):
            assert await journey.value(NOT_REACTED, reader.name, list(reader.kinds)) == 0


async def sums(journey: Journey) -> dict[str, tuple[object, ...]]:
    """Of each projected table how many rows it has and what they add up to."""
    raw = await asyncpg.connect(journey.installation.owner_url)
    try:
        names = [row["table_name"] for row in await raw.fetch(PROJECTED)]
        return {name: tuple(await raw.fetchrow(SUM.format(name))) for name in names}
    finally:
        await raw.close()


async def made_anew(journey: Journey) -> None:
    database = await open_database(journey.installation.owner_url, {}, size=4)
    try:
        for reader in wiring.readers():
            if isinstance(reader, Projection):
                await rebuild(database, reader)
    finally:
        await database.pool.close()
