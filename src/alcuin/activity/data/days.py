"""Days of learners: as events tell them, as they are stored, and as they are shown."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from alcuin.activity.data.claims import Activity

Day = Annotated[date, msgspec.Meta(description="A local date of the learner.")]


class Done(msgspec.Struct, frozen=True):
    """What an event says of a day: time, or a completion (`activity` is None)."""

    user_id: UUID
    local_on: date
    course_id: UUID | None
    section_id: UUID | None
    activity: str | None
    seconds: int


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The query parameters of a summary."""

    from_on: Day | None = msgspec.field(name="from", default=None)
    until_on: Day | None = msgspec.field(name="to", default=None)
    course_id: UUID | None = msgspec.field(name="courseId", default=None)


class DaySpent(msgspec.Struct, frozen=True):
    """A local date, by course and activity. `activity` is None for completions."""

    on: date
    course_id: UUID | None
    activity: Activity | None
    seconds: int
    completions: int


class SectionTime(msgspec.Struct, frozen=True, rename="camel"):
    """All time spent on a section."""

    section_id: UUID
    time_spent: int


class Spent(msgspec.Struct, frozen=True):
    """Days of a learner from `from_on` to `until_on`, both included, as they are stored."""

    time_zone: str
    from_on: date
    until_on: date
    total_seconds: int
    days: list[DaySpent]
    sections: list[SectionTime]


class TimeOn(msgspec.Struct, frozen=True, rename="camel"):
    """Time of a day on one course (null: on none) and activity."""

    course_id: UUID | None
    activity: Activity
    seconds: int


class DayOfTime(msgspec.Struct, frozen=True, rename="camel"):
    """A local date on which something was done. `completions`: sections, lessons, courses."""

    date: date
    seconds: int
    completions: int
    spent: list[TimeOn]


class CourseOfTime(msgspec.Struct, frozen=True, rename="camel"):
    """What the days come to in a course; null is time on none."""

    course_id: UUID | None
    seconds: int
    completions: int


class ActivityOfTime(msgspec.Struct, frozen=True, rename="camel"):
    """What the days come to in an activity."""

    activity: Activity
    seconds: int


class TimeSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Credited time by local date, course and activity, in seconds.

    `seconds` and `completions` are of these days; `totalSeconds` is of all days and courses,
    and `sections` of all days in the course that was asked for.
    """

    time_zone: str
    from_on: date = msgspec.field(name="from")
    until_on: date = msgspec.field(name="to")
    seconds: int
    completions: int
    total_seconds: int
    days: list[DayOfTime]
    courses: list[CourseOfTime]
    activities: list[ActivityOfTime]
    sections: list[SectionTime]


class Runs(msgspec.Struct, frozen=True):
    """The newest run of active dates, the longest, and the dates of the last weeks."""

    time_zone: str
    today: date
    current_start_on: date | None
    last_on: date | None
    longest: int
    dates: list[date]


class Streak(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Consecutive active dates up to today, or to yesterday while today is not active yet.

    `activeDates` are those of the last six weeks, the oldest first.
    """

    learning_streak: int
    longest_streak: int
    last_active_date: date | None
    active_today: bool
    today: date
    time_zone: str
    active_dates: list[date]


class LearningDays(msgspec.Struct, frozen=True):
    """What a learner's days come to, as of a moment ago.

    `streak_days`: consecutive local dates up to today, or to yesterday while nothing has
    been done today. `total_seconds`: all credited time.
    """

    streak_days: int
    longest_days: int
    last_active_on: date | None
    total_seconds: int
