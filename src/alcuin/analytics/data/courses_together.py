"""Numbers over several courses, or over all."""

from datetime import date

import msgspec

from alcuin.analytics.data.courses import Cohort, Counts, CourseDay, CourseWeek, Dates


class PeopleOfDay(msgspec.Struct, frozen=True):
    """How many learners were active on a day, or in the week that begins with it."""

    on: date
    learners: int


class FiguresTogether(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of courses, added up. `days_of` and `weeks_of` are known of all alone."""

    courses: int | None
    has_more: bool
    dates: Dates
    counts: Counts
    days: list[CourseDay]
    weeks: list[CourseWeek]
    cohorts: list[Cohort]
    days_of: list[PeopleOfDay] | None
    weeks_of: list[PeopleOfDay] | None


class DayTogether(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A local date on which something happened in the courses.

    `activeEnrollments`: who completed something or spent time, once for each course.
    `activeLearners`: the same, each person once; null unless these are all courses.
    """

    date: date
    enrolled: int
    withdrawn: int
    completed: int
    active_enrollments: int
    active_learners: int | None
    seconds: int


class WeekTogether(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A week in which somebody was active, by its Monday; numbers as those of days."""

    week_of: date
    active_enrollments: int
    active_learners: int | None


class Analytics(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Courses in numbers, as of a moment ago: those somebody teaches, or all.

    A learner of two courses counts twice, save in `activeLearners`. `courses`: how many were
    added up; null: all. `hasMore`: somebody teaches more than are added up, of which these
    are the newest. `enrolled`, `active`, `learners`, `completed` and `completionRate` as of
    one course; `seconds` is the time of these days.
    """

    courses: int | None
    has_more: bool
    enrolled: int
    active: int
    learners: int
    completed: int
    completion_rate: int
    time_zone: str
    from_on: date = msgspec.field(name="from")
    until_on: date = msgspec.field(name="to")
    seconds: int
    days: list[DayTogether]
    weeks: list[WeekTogether]
    cohorts: list[Cohort]
