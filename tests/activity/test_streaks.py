"""Streaks: consecutive local dates, as they were where the learner was at that moment."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alcuin.activity import find_days
from tests.activity.days import NOON, at, contents, credited, digest
from tests.progress.classroom import Classroom, Member

# None whose rules were changed of late: PostgreSQL and Python may know different ones.
ZONES = (
    "UTC",
    "America/New_York",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
SEASONS = (datetime(2026, 3, 24, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC))
"""Two weeks from here clocks change in most of these zones."""

SLOTS = 14 * 24
ACTS = st.lists(
    st.tuples(
        st.integers(0, SLOTS),  # an hour
        st.integers(20, 60),  # a minute of it
        st.sampled_from(ZONES),  # where the learner is
        st.sampled_from(["time", "section", "other course"]),
    ),
    unique_by=lambda act: act[0],
    max_size=25,
)


def _ends_running(dates: set[date], today: date) -> tuple[int, int]:
    """What an oracle says: the streak, and the longest of all."""
    lengths = {}
    for day in dates:
        length = 1
        while day - timedelta(days=length) in dates:
            length += 1
        lengths[day] = length
    if not dates:
        return 0, 0
    newest = max(dates)
    return (lengths[newest] if newest >= today - timedelta(days=1) else 0), max(lengths.values())


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # shrinking takes minutes; take this line out to have it
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    season=st.sampled_from(SEASONS),
    acts=ACTS,
    asked=st.integers(0, SLOTS + 72),
    seed=st.integers(0, 1_000),
)
async def test_a_streak_is_what_an_oracle_counts(
    room: Classroom,
    season: datetime,
    acts: list[tuple[int, int, str, str]],
    asked: int,
    seed: int,
) -> None:
    """In any order of moments (clocks differ) and of events, wherever the learner is."""
    await at(room, season)
    titles = [f"s{n}" for n in range(len(acts) + 1)]
    courses = [await room.course({"A": titles}, title=name) for name in ("One", "Other")]
    ada = await room.somebody()
    for course in courses:
        await ada.enrolls(course)
    dates, left = set[date](), [iter(titles), iter(titles)]
    for hour, minute, zone, how in acts:
        moment = season + timedelta(hours=hour, minutes=minute)
        await at(room, moment, ada, zone)
        dates.add((moment - timedelta(seconds=how == "time")).astimezone(ZoneInfo(zone)).date())
        if how == "time":
            start = moment - timedelta(minutes=10)
            assert await credited(ada, start, 600) == 600
            dates.add(start.astimezone(ZoneInfo(zone)).date())
        else:
            n = how == "other course"
            assert (await ada.completes(courses[n], next(left[n]))).status_code == 200
    await digest(room, ada, Random(seed))  # noqa: S311  repeatable, not secret

    now, zone = season + timedelta(hours=asked), ZONES[seed % len(ZONES)]
    await at(room, now, ada, zone)
    shown = await ada.sees("/api/progress/streak")
    today = now.astimezone(ZoneInfo(zone)).date()
    streak, longest = _ends_running(dates, today)
    assert (shown["learningStreak"], shown["longestStreak"]) == (streak, longest)
    assert shown["lastActiveDate"] == (max(dates).isoformat() if dates else None)
    assert shown["activeToday"] == (today in dates)
    assert {date.fromisoformat(day) for day in shown["activeDates"]} == {
        day for day in dates if timedelta(-1) <= today - day < timedelta(weeks=6)
    }
    async with room.database.transaction() as conn:
        days = await find_days(conn, ada.id)
    assert (days.streak_days, days.longest_days) == (streak, longest)
    assert days.last_active_on == max(dates, default=None)


async def _active_on(room: Classroom, who: Member, *days: int) -> None:
    """Spend ten minutes at noon of these days of May."""
    for day in days:
        await at(room, NOON.replace(day=day), who, "UTC")
        assert await credited(who, NOON.replace(day=day) - timedelta(minutes=10), 600) == 600


async def _streak(room: Classroom, who: Member, today: int) -> tuple[int, int]:
    await at(room, NOON.replace(day=today), who, "UTC")
    await digest(room, who)
    shown = await who.sees("/api/progress/streak")
    return shown["learningStreak"], shown["longestStreak"]


@pytest.mark.parametrize(("today", "streak"), [(6, 3), (7, 3), (8, 0)])
async def test_today_breaks_nothing_before_it_is_over(
    room: Classroom, ada: Member, today: int, streak: int
) -> None:
    await _active_on(room, ada, 4, 5, 6)
    assert await _streak(room, ada, today) == (streak, 3)


async def test_a_date_that_comes_late_joins_two_runs(room: Classroom, ada: Member) -> None:
    await _active_on(room, ada, 4, 5, 7, 8)
    assert await _streak(room, ada, 8) == (2, 2)
    await _active_on(room, ada, 6)
    assert await _streak(room, ada, 8) == (5, 5)


async def test_the_longest_streak_stays_when_a_shorter_one_begins(
    room: Classroom, ada: Member
) -> None:
    await _active_on(room, ada, 4, 5, 6, 10)
    assert await _streak(room, ada, 10) == (1, 3)


async def test_enrolling_is_no_activity_and_nobody_has_a_streak_of_nothing(
    room: Classroom, ada: Member
) -> None:
    course = await room.course({"A": ["a"]})
    await ada.enrolls(course)
    await digest(room, ada)
    shown = await ada.sees("/api/progress/streak")
    assert (shown["learningStreak"], shown["lastActiveDate"], shown["activeDates"]) == (0, None, [])


async def test_what_a_new_release_completes_is_not_the_learners_day(
    room: Classroom, ada: Member
) -> None:
    await at(room, NOON, ada, "UTC")
    course = await room.course({"A": ["a", "b"]})
    await ada.enrolls(course)
    await ada.completes(course, "a")
    await at(room, NOON + timedelta(days=1), ada, "UTC")
    await course.drops("b")
    await course.publishes()
    assert (await ada.progress(course))["isCompleted"] is True
    assert (await room.kinds(user_id=ada.id))[-1] == "CourseCompleted"
    await digest(room, ada)
    assert (await ada.sees("/api/progress/streak"))["activeDates"] == [NOON.date().isoformat()]
    assert len((await contents(room))["activity_day"]) == 1
