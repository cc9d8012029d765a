"""What days come to."""

from collections import Counter
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from alcuin.activity.data.claims import Activity
from alcuin.activity.data.days import (
    ActivityOfTime,
    CourseOfTime,
    DayOfTime,
    DaySpent,
    Runs,
    Span,
    Spent,
    Streak,
    TimeOn,
    TimeSummary,
)
from alcuin.kit.problems import Invalid

MOST_DAYS = 366
USUAL_DAYS = 30
WEEKS_SHOWN = 6


def first_day(span: Span) -> date | None:
    """Where a span begins; None: as many days as usual before today. Raises Invalid."""
    if span.from_on is None and span.until_on is not None:
        day = span.until_on.toordinal() - USUAL_DAYS + 1
        return date.fromordinal(max(day, 1))
    if span.from_on and span.until_on:
        require_span(span.from_on, span.until_on)
    return span.from_on


def require_span(from_on: date, until_on: date) -> None:
    """Raise Invalid for a span that runs backward or is longer than a year."""
    if until_on < from_on:
        raise Invalid.at("?to", "The last day is before the first.", "order")
    if (until_on - from_on).days >= MOST_DAYS:
        raise Invalid.at("?from", f"Ask for {MOST_DAYS} days at most.", "span")


def summary(spent: Spent) -> TimeSummary:
    """Add up by day, by course and by activity. Raises Invalid, as `require_span`."""
    require_span(spent.from_on, spent.until_on)
    by_course: Counter[UUID | None] = Counter()
    completed: Counter[UUID | None] = Counter()
    by_activity: Counter[Activity] = Counter()
    for each in spent.days:
        by_course[each.course_id] += each.seconds
        completed[each.course_id] += each.completions
        if each.activity:
            by_activity[each.activity] += each.seconds
    return TimeSummary(
        time_zone=spent.time_zone,
        from_on=spent.from_on,
        until_on=spent.until_on,
        seconds=by_course.total(),
        completions=completed.total(),
        total_seconds=spent.total_seconds,
        days=[_day(on, list(rows)) for on, rows in groupby(spent.days, lambda row: row.on)],
        courses=[
            CourseOfTime(course_id, seconds, completed[course_id])
            for course_id, seconds in by_course.most_common()
        ],
        activities=[ActivityOfTime(kind, seconds) for kind, seconds in by_activity.most_common()],
        sections=spent.sections,
    )


def _day(on: date, rows: list[DaySpent]) -> DayOfTime:
    return DayOfTime(
        on,
        sum(row.seconds for row in rows),
        sum(row.completions for row in rows),
        [TimeOn(row.course_id, row.activity, row.seconds) for row in rows if row.activity],
    )


def streak(runs: Runs) -> Streak:
    """The streak as it stands today, in the zone where the learner is now.

    Dates count as they were recorded. Whoever has travelled west may have been active on a
    date that is still to come here; the streak goes on with it.
    """
    return Streak(
        learning_streak=_running(runs),
        longest_streak=runs.longest,
        last_active_date=runs.last_on,
        active_today=runs.today in runs.dates,
        today=runs.today,
        time_zone=runs.time_zone,
        active_dates=runs.dates,
    )


def _running(runs: Runs) -> int:
    if not (runs.last_on and runs.current_start_on):
        return 0
    if runs.last_on < runs.today - timedelta(days=1):
        return 0
    return (runs.last_on - runs.current_start_on).days + 1
