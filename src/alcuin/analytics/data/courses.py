"""Numbers as those who teach see them. `docs/reference/analytics.md` defines each."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

Day = Annotated[date, msgspec.Meta(description="A local date of the learners.")]


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The query parameters: which days, weeks and cohorts are shown."""

    from_on: Day | None = msgspec.field(name="from", default=None)
    until_on: Day | None = msgspec.field(name="to", default=None)


class Dates(msgspec.Struct, frozen=True):
    """Days from `from_on` to `until_on`, both included, asked for on the day `today`."""

    time_zone: str
    today: date
    from_on: date
    until_on: date


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Learners of courses, a learner of two as two. Withdrawn ones are in all but the first two."""

    enrolled: int
    active: int
    learners: int
    completed: int
    timed: int


class CourseDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A local date on which something happened in a course.

    `enrolled`, `withdrawn`, `completed`: how often that happened. `activeLearners`: who
    completed something of it or spent time on it.
    """

    date: date
    enrolled: int
    withdrawn: int
    completed: int
    active_learners: int
    seconds: int


class CourseWeek(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A week in which somebody was active, by its Monday."""

    week_of: date
    active_learners: int


class Cohort(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who enrolled for the first time in a week, by its Monday.

    `active`: how many of them in that week, in the next, and so on, as far as weeks have
    begun and at most 12 after the first. `completed`: whenever that was.
    """

    week_of: date
    learners: int
    completed: int
    active: list[int]


class LessonCounts(msgspec.Struct, frozen=True):
    """What is counted of a lesson, in whatever release; None: time on no lesson."""

    lesson_id: UUID | None
    started: int
    completed: int
    timed: int
    seconds: int


class Stopped(msgspec.Struct, frozen=True):
    """Learners who stopped, by the lesson in which they last completed something, if any."""

    lesson_id: UUID | None
    learners: int


class LessonNumbers(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lesson of the current release, among all who ever enrolled.

    `started`: completed something of it or spent time on it. `stopped`: last completed
    something here, and have stopped. `meanSeconds`: of those who spent time on it.
    """

    lesson_id: UUID
    title: str
    order: int
    started: int
    completed: int
    stopped: int
    seconds: int
    mean_seconds: int


class DropOff(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who is enrolled, has not completed, and has done nothing for `days` days.

    `learners` are all of them. Each is in one lesson's `stopped`, has completed nothing
    (`beforeFirst`), or did so last in a lesson that the current release has not (`elsewhere`).
    """

    days: int
    learners: int
    before_first: int
    elsewhere: int


class Released(msgspec.Struct, frozen=True):
    """The current release of a course, whose lessons are shown; number 0: none yet."""

    course_id: UUID
    slug: str
    release: int
    status: str


class CourseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a course, before lessons get their titles."""

    released: Released
    dates: Dates
    counts: Counts
    days: list[CourseDay]
    weeks: list[CourseWeek]
    cohorts: list[Cohort]
    lessons: list[LessonCounts]
    stopped: list[Stopped]


class CourseAnalytics(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A course in numbers, as of a moment ago.

    `enrolled`: now. `active`: enrolled now, and completed something of it at least once.
    `learners`: ever enrolled. `completed`: ever completed it, whether or not they have
    withdrawn since; `completionRate` is their share of `learners`. `averageProgress`: mean
    share of the current release's lessons that a learner has completed. `seconds` is all
    time on the course, `meanSeconds` that of a learner who spent any.
    """

    course_id: UUID
    enrolled: int
    active: int
    learners: int
    completed: int
    completion_rate: int
    average_progress: int
    seconds: int
    mean_seconds: int
    time_zone: str
    from_on: date = msgspec.field(name="from")
    until_on: date = msgspec.field(name="to")
    days: list[CourseDay]
    weeks: list[CourseWeek]
    lessons: list[LessonNumbers]
    drop_off: DropOff
    cohorts: list[Cohort]
