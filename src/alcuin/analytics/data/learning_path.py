"""What to do next, and why."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from alcuin.analytics.data.steps import Begun, LessonNamed, NextStep


class SuggestionReason(StrEnum):
    """Why something is suggested."""

    CONTINUE = "CONTINUE"
    REQUIRED = "REQUIRED"
    NEARLY_FINISHED = "NEARLY_FINISHED"
    RECENTLY_VISITED = "RECENTLY_VISITED"
    ENROLLED = "ENROLLED"
    NEXT_DIFFICULTY = "NEXT_DIFFICULTY"
    SAME_DIFFICULTY = "SAME_DIFFICULTY"
    FIRST_STEPS = "FIRST_STEPS"
    OTHER_CATEGORY = "OTHER_CATEGORY"


class NewCourse(msgspec.Struct, frozen=True, kw_only=True):
    """A listed course that the learner never enrolled in, and what it was looked for by.

    `finished`: courses of its category that the learner completed, `reached` the highest
    difficulty among them; 0 and None where nothing was completed at all. Of another category
    `finished` is 0 and `reached` that of the category they completed most in.
    """

    course_id: UUID
    slug: str
    title: str
    category: str
    difficulty: str
    published_at: datetime
    finished: int
    reached: str | None


class Standing(Begun, frozen=True, kw_only=True):
    """A learner's unfinished courses and the courses that may follow, as they are read."""

    recent_since: datetime
    new_courses: list[NewCourse]


class Facts(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What backs a reason; what does not bear on it is left out."""

    completion_percentage: int | None = None
    units_left: int | None = None
    last_accessed_at: datetime | None = None
    required_by: LessonNamed | None = None
    category: str | None = None
    difficulty: str | None = None
    finished: int | None = None
    difficulty_reached: str | None = None
    published_at: datetime | None = None


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A course to go on with, and where; or a new one, where `next` is null."""

    reason: SuggestionReason
    course_id: UUID
    slug: str
    title: str
    next: NextStep | None
    facts: Facts


class LearningPath(msgspec.Struct, frozen=True, rename="camel"):
    """What to do next, in this order."""

    suggestions: list[Suggestion]
