"""What is unlocked, on the state as it is and each key once."""

import asyncio
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alcuin.achievements import backfill
from alcuin.achievements.queries.judging import unlock
from alcuin.achievements.readers import UNLOCK
from alcuin.kit.events import prepare_readers, replay
from alcuin.kit.events.following import Step, advance
from tests.achievements.earning import (
    OWN,
    adds,
    completes_all,
    courses,
    keys,
    reacted,
    told,
    unlocked,
)
from tests.activity.days import NOON, at
from tests.progress.classroom import Classroom, Member

WAITING = (
    "select exists (select from pg_stat_activity "
    "where datname = current_database() and wait_event_type = 'Lock')"
)
PLAIN = settings(
    max_examples=4,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


async def test_the_first_lesson_is_unlocked_with_an_event_of_it(
    room: Classroom, ada: Member
) -> None:
    await completes_all(ada, await courses(room, 1))
    await reacted(room)
    assert await unlocked(room) == [(ada.id, "FIRST_LESSON", 10)] == await told(room)


async def test_every_fifth_course_unlocks_a_key_of_its_own(room: Classroom, ada: Member) -> None:
    some = await courses(room, 11)
    await completes_all(ada, some[:4])
    await reacted(room)
    assert await keys(room, ada) == ["FIRST_LESSON"]
    await completes_all(ada, some[4:])
    await reacted(room)
    assert await keys(room, ada) == ["COURSE_MILESTONE_10", "COURSE_MILESTONE_5", "FIRST_LESSON"]
    assert await told(room) == await unlocked(room)


async def test_what_was_reacted_to_brings_nothing_when_it_is_replayed(
    room: Classroom, ada: Member
) -> None:
    await completes_all(ada, await courses(room, 5))
    await reacted(room)
    before = await unlocked(room)
    await room.value("with x as (delete from reaction_done returning 1) select count(*) from x")
    await reacted(room)
    assert await unlocked(room) == before == await told(room)


async def test_a_withdrawn_learner_keeps_what_they_unlocked(room: Classroom, ada: Member) -> None:
    (course,) = await courses(room, 1)
    await completes_all(ada, [course])
    await reacted(room)
    await ada.withdraws(course)
    await reacted(room)
    shown = (await ada.asks("GET", OWN)).json()
    assert [each["key"] for each in shown["data"]] == ["FIRST_LESSON"]
    assert shown["skillPoints"] == 10


async def test_a_course_that_a_release_completes_counts_once_and_is_no_day_of_the_learners(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await adds(admin, key="FIRST_COURSE", condition="COURSES_COMPLETED", threshold=1)
    await at(room, NOON, ada, "UTC")
    course = await room.course({"A": ["a", "b"]})
    await ada.enrolls(course)
    await ada.completes(course, "a")
    await at(room, NOON.replace(day=6), ada, "UTC")
    await course.drops("b")
    await course.publishes()
    await ada.progress(course)
    await reacted(room)
    await course.adds_section("A", "c")
    await course.publishes()
    await ada.completes(course, "c")
    await reacted(room)
    assert await keys(room, ada) == ["FIRST_COURSE_1", "FIRST_LESSON"]
    await course.drops("c")
    await course.publishes()
    await ada.progress(course)
    await reacted(room)
    assert await keys(room, ada) == ["FIRST_COURSE_1", "FIRST_LESSON"]
    dates = await room.value("select dates from achievement_tally where user_id = $1", ada.id)
    assert sum((each.upper - each.lower).days for each in dates) == 2


async def test_hours_count_what_was_credited(room: Classroom, ada: Member, admin: Member) -> None:
    await adds(admin, key="HOURS", condition="HOURS_LEARNED", threshold=2, repeatsEvery=1)
    await at(room, NOON, ada, "UTC")
    for hours, got in (
        (1, []),
        (1, ["HOURS_2"]),
        (3, ["HOURS_2", "HOURS_3", "HOURS_4", "HOURS_5"]),
    ):
        start = NOON.replace(hour=12 - hours, day=NOON.day)
        await at(room, NOON)
        done = await ada.asks(
            "POST",
            "/api/progress/time",
            json={
                "startTime": start.isoformat(),
                "endTime": NOON.isoformat(),
                "activity": "READING",
            },
        )
        assert done.status_code in (200, 201)
        await room.value("with x as (delete from credited_time returning 1) select count(*) from x")
        await reacted(room)
        assert await keys(room, ada) == got


async def test_nobody_who_was_erased_unlocks_anything(room: Classroom, ada: Member) -> None:
    await completes_all(ada, await courses(room, 1))
    await room.value(
        "update app_user set closed_at = now(), suspended_at = now(), erased_at = now() "
        "where id = $1",
        ada.id,
    )
    await reacted(room)
    assert (await backfill(room.database)).unlocked == 0
    assert await unlocked(room) == []


@PLAIN
@given(seed=st.integers(0, 10_000))
async def test_each_key_is_unlocked_once_by_parallel_deeds_followers_replays_and_backfills(
    busy_room: Classroom, seed: int
) -> None:
    """While they learn, three followers read, somebody replays and somebody backfills."""
    room, rng = busy_room, Random(seed)  # noqa: S311  repeatable, not secret
    database = room.database
    await prepare_readers(database, [UNLOCK])
    made = await courses(room, 6)
    people = [await room.somebody() for _ in range(4)]
    wanted = {who.id: rng.randint(0, 6) for who in people}
    stop = asyncio.Event()

    async def follows() -> None:
        while not stop.is_set():
            await advance(database, UNLOCK, limit=rng.randint(1, 4))
            await asyncio.sleep(0)

    async def makes_sure() -> None:
        while not stop.is_set():
            until = await room.value("select coalesce(max(id), 0) from event")
            await replay(database, UNLOCK, after=0, until=until)
            await backfill(database)

    async def learns(who: Member) -> None:
        some = rng.sample(made, wanted[who.id])
        await asyncio.gather(*(who.enrolls(course) for course in some))
        await asyncio.gather(*(who.completes(course, "a") for course in some))

    readers = [
        asyncio.create_task(each) for each in (follows(), follows(), follows(), makes_sure())
    ]
    await asyncio.gather(*(learns(who) for who in people))
    stop.set()
    await asyncio.gather(*readers)
    while await advance(database, UNLOCK) is not Step.REACHED:
        pass
    expected = [
        *((who.id, "COURSE_MILESTONE_5", 100) for who in people if wanted[who.id] >= 5),
        *((who.id, "FIRST_LESSON", 10) for who in people if wanted[who.id]),
    ]
    everybody = {who.id for who in people}
    assert [each for each in await unlocked(room) if each[0] in everybody] == sorted(expected)
    assert [each for each in await told(room) if each[0] in everybody] == sorted(expected)


async def test_who_judges_while_another_has_not_committed_waits_and_adds_nothing(
    busy_room: Classroom,
) -> None:
    ada = await busy_room.somebody()
    await completes_all(ada, await courses(busy_room, 5))
    async with busy_room.database.transaction() as conn:
        assert await unlock(conn, [(ada.id, None)], None) == 2
        second = asyncio.create_task(backfill(busy_room.database))
        while not await busy_room.value(WAITING):
            pass
    assert (await second).unlocked == 0
    assert await told(busy_room) == await unlocked(busy_room)
    assert await keys(busy_room, ada) == ["COURSE_MILESTONE_5", "FIRST_LESSON"]
