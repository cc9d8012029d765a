"""What the numbers of several courses come to, and which days may be asked for."""

from datetime import date

from alcuin.analytics.data.courses import Dates, Span
from alcuin.analytics.data.courses_together import (
    Analytics,
    DayTogether,
    FiguresTogether,
    PeopleOfDay,
    WeekTogether,
)
from alcuin.analytics.rules.courses import percent
from alcuin.kit.problems import Invalid

MOST_DAYS = 366
MOST_DAYS_OF_MANY = 92
"""Where the rows of each course are added up."""

USUAL_DAYS = 30


def dates(span: Span, time_zone: str, today: date, most: int) -> Dates:
    """The days asked for: the last 30 up to today where nothing is said. Raises Invalid."""
    until = span.until_on or today
    begin = span.from_on or date.fromordinal(max(until.toordinal() - USUAL_DAYS + 1, 1))
    if until < begin:
        raise Invalid.at("?to", "The last day is before the first.", "order")
    if (until - begin).days >= most:
        raise Invalid.at("?from", f"Ask for {most} days at most.", "span")
    return Dates(time_zone, today, begin, until)


def together(figures: FiguresTogether) -> Analytics:
    """Put what courses add up to beside what is known of people."""
    counts, asked = figures.counts, figures.dates
    return Analytics(
        courses=figures.courses,
        has_more=figures.has_more,
        enrolled=counts.enrolled,
        active=counts.active,
        learners=counts.learners,
        completed=counts.completed,
        completion_rate=percent(counts.completed, counts.learners),
        time_zone=asked.time_zone,
        from_on=asked.from_on,
        until_on=asked.until_on,
        seconds=sum(day.seconds for day in figures.days),
        days=_days(figures),
        weeks=_weeks(figures),
        cohorts=figures.cohorts,
    )


def _days(figures: FiguresTogether) -> list[DayTogether]:
    people = _by_date(figures.days_of)
    return [
        DayTogether(
            date=day.date,
            enrolled=day.enrolled,
            withdrawn=day.withdrawn,
            completed=day.completed,
            active_enrollments=day.active_learners,
            active_learners=None if people is None else people.get(day.date, 0),
            seconds=day.seconds,
        )
        for day in figures.days
    ]


def _weeks(figures: FiguresTogether) -> list[WeekTogether]:
    people = _by_date(figures.weeks_of)
    return [
        WeekTogether(
            week_of=week.week_of,
            active_enrollments=week.active_learners,
            active_learners=None if people is None else people.get(week.week_of, 0),
        )
        for week in figures.weeks
    ]


def _by_date(counted: list[PeopleOfDay] | None) -> dict[date, int] | None:
    return None if counted is None else {each.on: each.learners for each in counted}
