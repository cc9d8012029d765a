"""Rules: what is unlocked when, and how it is called in which language."""

from datetime import datetime
from enum import StrEnum

import msgspec

MOST_RULES = 200
MOST_LANGUAGES = 100
MOST = 1_000_000
"""Of anything that is counted, and of points."""


class Condition(StrEnum):
    """What of a learner is counted, on the state as it is."""

    SECTIONS_COMPLETED = "SECTIONS_COMPLETED"
    LESSONS_COMPLETED = "LESSONS_COMPLETED"
    COURSES_COMPLETED = "COURSES_COMPLETED"
    STREAK_DAYS = "STREAK_DAYS"
    HOURS_LEARNED = "HOURS_LEARNED"


class RuleEvent(StrEnum):
    """Kinds of events that a rule can be judged on."""

    SECTION_COMPLETED = "SectionCompleted"
    LESSON_COMPLETED = "LessonCompleted"
    COURSE_COMPLETED = "CourseCompleted"
    TIME_CREDITED = "TimeCredited"


class Text(msgspec.Struct, frozen=True):
    """Title and description; `{count}` stands for what was reached."""

    title: str
    description: str


class Rule(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is unlocked when.

    With `repeatsEvery` again and again: at `threshold` and at each so many more, each under a
    key of its own (`COURSE_MILESTONE_5`, `COURSE_MILESTONE_10`). `translations` by language.
    """

    key: str
    condition: Condition
    events: list[RuleEvent]
    threshold: int
    repeats_every: int | None
    title: str
    description: str
    translations: dict[str, Text]
    points: int
    enabled: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class NewRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as an administrator writes it, found sound."""

    key: str
    condition: Condition
    events: list[RuleEvent]
    threshold: int
    repeats_every: int | None
    title: str
    description: str
    translations: dict[str, Text]
    points: int
    enabled: bool


class RuleEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What changes of a rule; what is None stays."""

    title: str | None = None
    description: str | None = None
    translations: dict[str, Text] | None = None
    points: int | None = None
    enabled: bool | None = None
