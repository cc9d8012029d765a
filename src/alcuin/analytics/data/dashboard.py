"""What a learner sees of their own learning, at a glance."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from alcuin.achievements import Unlocked
from alcuin.analytics.data.steps import Begun, NextStep


class LearnerNumbers(Begun, frozen=True, kw_only=True):
    """A learner's rows, as they are read: sums, the newest achievements, the last 30 dates."""

    time_zone: str
    today: date
    courses_enrolled: int
    courses_in_progress: int
    courses_completed: int
    lessons_completed: int
    units_completed: int
    overall_progress: int
    total_seconds: int
    learning_streak: int
    longest_streak: int
    last_active_date: date | None
    active_today: bool
    skill_points: int
    achievements: list[tuple[Any, ...]]  # Any: a column each
    days: list[tuple[date, int, int]]


class DayOfLearning(msgspec.Struct, frozen=True, rename="camel"):
    """A local date on which something was done."""

    date: date
    seconds: int
    completions: int


class DaysOfLearning(msgspec.Struct, frozen=True, rename="camel"):
    """What some local dates come to."""

    seconds: int
    completions: int
    active_days: int


class CourseToContinue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An unfinished course, counted for the release that it names."""

    course_id: UUID
    slug: str
    title: str
    status: str
    release: int
    completion_percentage: int
    overall_progress: int
    completed_lessons: int
    total_lessons: int
    completed_units: int
    total_units: int
    last_accessed_at: datetime
    next: NextStep | None


class Dashboard(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner's courses, time, days and achievements, as of a moment ago.

    `days` are those of the last 30 local dates on which something was done, oldest first.
    """

    courses_enrolled: int
    courses_in_progress: int
    courses_completed: int
    lessons_completed: int
    units_completed: int
    overall_progress: int
    total_time_spent: int
    total_seconds: int
    learning_streak: int
    longest_streak: int
    last_active_date: date | None
    active_today: bool
    skill_points: int
    today: date
    time_zone: str
    on_today: DaysOfLearning
    last_seven_days: DaysOfLearning
    last_thirty_days: DaysOfLearning
    days: list[DayOfLearning]
    recent_achievements: list[Unlocked]
    continue_learning: list[CourseToContinue]
