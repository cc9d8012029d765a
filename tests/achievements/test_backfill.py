"""A backfill comes to what reacting would have come to, beside it and again."""

import asyncio
import sys
from random import Random

import msgspec
import pytest

from alcuin.achievements import backfill, jobs
from alcuin.achievements.readers import UNLOCK
from alcuin.kit.events import replay
from alcuin.kit.jobs import JobContext
from tests.achievements.earning import (
    LESSONS,
    adds,
    completes_all,
    courses,
    edits,
    events_of,
    keys,
    projected,
    reacted,
    told,
    unlocked,
)
from tests.activity.days import NOON, at, credited
from tests.progress.classroom import Classroom, Member

FORGET = (
    "with a as (delete from achievement_unlocked), b as (delete from achievement_tally), "
    "c as (delete from reaction_done) delete from event where kind = 'AchievementUnlocked'"
)


@pytest.mark.parametrize("seed", range(3))
async def test_a_backfill_unlocks_what_reacting_would_have(
    room: Classroom, admin: Member, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311  repeatable, not secret
    await adds(admin)
    await adds(admin, LESSONS | {"key": "TIME", "condition": "HOURS_LEARNED", "threshold": 1})
    made = await courses(room, 6)
    people = [await room.somebody() for _ in range(4)]
    for day in range(10):
        moment = NOON.replace(day=NOON.day + day)
        await at(room, moment)
        for who in people:
            if rng.random() < 0.9:
                await credited(who, moment.replace(hour=11, minute=rng.randint(1, 50)), 600)
            if rng.random() < 0.5:
                await completes_all(who, [rng.choice(made)])
        await reacted(room)
    by_reacting = await unlocked(room)
    assert by_reacting == await told(room)

    await room.database.pool.raw.execute(FORGET)
    await projected(room)
    done = await backfill(room.database)
    assert done.unlocked == len(await unlocked(room))
    assert await told(room) == await unlocked(room)
    assert (await backfill(room.database)).unlocked == 0
    assert by_reacting == await unlocked(room)


async def test_after_a_replay_hours_from_before_an_upgrade_count_without_the_projection(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await adds(admin, LESSONS | {"key": "TIME", "condition": "HOURS_LEARNED"})
    await at(room, NOON)
    assert await credited(ada, NOON.replace(hour=10), 3_600) == 3_600
    before = await events_of(room)
    assert await credited(ada, NOON.replace(hour=11), 3_600) == 3_600
    await reacted(room, (await events_of(room))[len(before) :])
    assert await keys(room, ada) == []
    await replay(room.database, UNLOCK, after=0, until=sys.maxsize)
    await replay(room.database, UNLOCK, after=0, until=sys.maxsize)
    assert await keys(room, ada) == ["TIME_2"]
    tally = "select seconds from achievement_tally where user_id = $1"
    assert await room.value(tally, ada.id) == 7_200


async def test_a_rule_that_comes_later_is_given_for_what_was_done_before(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await completes_all(ada, await courses(room, 3))
    await reacted(room)
    added = await adds(admin)
    assert "already" in added.json()["message"]
    await _work(room)
    assert await keys(room, ada) == ["FIRST_LESSON", "LESSONS_2"]


async def test_enabling_a_rule_asks_for_a_backfill_and_disabling_takes_nothing(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await adds(admin, enabled=False)
    await completes_all(ada, await courses(room, 3))
    await reacted(room)
    await _work(room)
    assert await keys(room, ada) == ["FIRST_LESSON"]
    enabled = await edits(admin, "LESSONS", enabled=True)
    assert "already" in enabled.json()["message"]
    await _work(room)
    assert await keys(room, ada) == ["FIRST_LESSON", "LESSONS_2"]
    await edits(admin, "LESSONS", enabled=False)
    assert await keys(room, ada) == ["FIRST_LESSON", "LESSONS_2"]


async def test_a_backfill_for_a_rule_that_is_gone_does_nothing(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await adds(admin)
    await completes_all(ada, await courses(room, 2))
    assert (await admin.asks("DELETE", "/api/achievements/rules/LESSONS")).status_code == 200
    await _work(room)
    assert await keys(room, ada) == []


async def test_a_backfill_goes_through_everybody_in_batches(
    busy_room: Classroom,
) -> None:
    (course,) = await courses(busy_room, 1)
    people = [await busy_room.somebody() for _ in range(5)]
    await asyncio.gather(*(completes_all(who, [course]) for who in people))
    done = await backfill(busy_room.database, batch=2)
    assert (done.learners, done.unlocked) == (6, 5)


async def _work(room: Classroom) -> None:
    """Do the jobs that were asked for, as a worker does."""
    (job,) = jobs()
    async with room.database.transaction() as conn:
        rows = await conn.raw.fetch(
            "delete from pgqueuer where entrypoint = $1 returning payload", job.name
        )
    for row in rows:
        payload = msgspec.json.decode(row["payload"], type=job.payload)
        await job.run(JobContext(room.database, 1, 1), payload)
