"""Credited time never exceeds the time that passed, whatever is claimed and how often."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.activity.days import (
    NOON,
    at,
    contents,
    credited,
    digest,
    follow,
    part_of,
    rebuild_all,
)
from tests.progress.classroom import Classroom, Member

HOUR = 3_600
DAY = 24 * HOUR
CAP = 4 * HOUR
A_FEW = settings(
    max_examples=20,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # shrinking takes minutes; take this line out to have it
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""Each example has a learner of its own."""

STARTS = st.integers(-30 * HOUR, 2 * HOUR) | st.integers(-3 * HOUR, 0)
CLAIMS = st.lists(st.tuples(STARTS, st.integers(0, 6 * HOUR)), max_size=20)
"""Start, in seconds from now, and length."""


def _allowed(start: int, length: int) -> set[int]:
    """Seconds that a claim may bring; 0 is now."""
    return set(range(max(start, -DAY), min(start + min(length, CAP), 0)))


async def _sums(room: Classroom, who: Member) -> set[int]:
    """Credited seconds of somebody as entries, events and readers have them."""
    async with room.database.transaction() as conn:
        row = await conn.raw.fetchrow(
            """
            select (select sum(credited_seconds) from time_entry where user_id = $1),
              (select sum((data ->> 'seconds')::int) from event
                where kind = 'TimeCredited' and user_id = $1),
              (select sum(seconds) from activity_day where user_id = $1),
              (select sum(seconds) from time_total where user_id = $1)
            """,
            who.id,
        )
    return {int(each or 0) for each in row}


@A_FEW
@given(claims=CLAIMS)
async def test_each_second_is_credited_once_and_only_when_it_has_passed(
    room: Classroom, claims: list[tuple[int, int]]
) -> None:
    await at(room, NOON)
    ada, counted = await room.somebody(), set[int]()
    for start, length in claims:
        new = _allowed(start, length) - counted
        assert await credited(ada, NOON + timedelta(seconds=start), length) == len(new)
        counted |= new
    await digest(room, ada)
    assert await _sums(room, ada) == {len(counted)}


@A_FEW
@given(
    claims=CLAIMS,
    zone=st.sampled_from(["UTC", "Asia/Kathmandu", "America/Havana", "Atlantic/Azores"]),
    now=st.sampled_from(
        [
            "2026-05-04T03:12:00+00:00",
            "2026-10-25T01:30:00+00:00",  # midnight twice in the Azores, an hour before
            "2026-11-01T05:20:00+00:00",  # and in Havana, 20 minutes before
            "2026-03-08T06:10:00+00:00",  # no midnight in Havana
        ]
    ),
)
async def test_each_second_stands_on_its_local_date(
    room: Classroom, claims: list[tuple[int, int]], zone: str, now: str
) -> None:
    moment = datetime.fromisoformat(now)
    ada, counted = await room.somebody(), set[int]()
    await at(room, moment, ada, zone)
    for start, length in claims:
        await credited(ada, moment + timedelta(seconds=start), length)
        counted |= _allowed(start, length)
    by_date: dict[date, int] = {}
    for second in counted:
        on = (moment + timedelta(seconds=second)).astimezone(ZoneInfo(zone)).date()
        by_date[on] = by_date.get(on, 0) + 1
    await digest(room, ada)
    summary = await ada.sees("/api/progress/time/summary")
    assert {date.fromisoformat(d["date"]): d["seconds"] for d in summary["days"]} == by_date


async def test_two_devices_at_once_are_never_credited_the_same_second(
    busy_room: Classroom,
) -> None:
    rng, now = Random(7), datetime.now(UTC).replace(microsecond=0)  # noqa: S311  repeatable, not secret
    course = await busy_room.course({"Sun": ["Light", "Heat"]})
    learners = [await busy_room.somebody(f"L{n}") for n in range(3)]
    for learner in learners:
        await learner.enrolls(course)
    expected: dict[Any, set[int]] = {learner.id: set() for learner in learners}
    answers = []
    for _ in range(40):
        for learner in learners:
            start, length = rng.randint(-8 * HOUR, -2 * HOUR), rng.randint(1, HOUR)
            expected[learner.id] |= _allowed(start, length)
            more = rng.choice([{}, part_of(course, rng.choice(["Light", "Heat"]))])
            answers.append(credited(learner, now + timedelta(seconds=start), length, **more))
    rng.shuffle(answers)
    total = sum(await asyncio.gather(*answers))
    assert total == sum(len(seconds) for seconds in expected.values())
    await follow(busy_room.database)
    for learner in learners:
        assert await _sums(busy_room, learner) == {len(expected[learner.id])}


async def test_a_rebuild_finds_the_same_days_totals_and_streaks(busy_room: Classroom) -> None:
    rng, now = Random(11), datetime.now(UTC)  # noqa: S311  repeatable, not secret
    sun = await busy_room.course({"Sun": ["Light", "Heat"], "Moon": ["Tides"], "Void": []})
    moon = await busy_room.course({"A": ["a", "b"]}, title="Other")
    learners = [await busy_room.somebody(f"L{n}") for n in range(4)]
    for learner in learners:
        await learner.enrolls(sun)
        await learner.enrolls(moon)
    for n in range(60):
        learner = rng.choice(learners)
        course = rng.choice([sun, moon])
        title = rng.choice(list(course.sections))
        await learner.completes(course, title)
        start = now - timedelta(seconds=rng.randint(0, 20 * HOUR))
        await credited(learner, start, 900, **part_of(course, title))
        if n % 20 == 0:
            await follow(busy_room.database)
    await follow(busy_room.database)
    before = await contents(busy_room)
    assert all(before.values())
    await rebuild_all(busy_room.database)
    assert await contents(busy_room) == before
    assert await busy_room.value("select array_agg(distinct generation) from activity_day") == [2]
    assert await busy_room.value("select array_agg(distinct generation) from streak") == [2]
