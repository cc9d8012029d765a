"""Where a learner stands in a course, and what comes next in it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class CourseBegun(msgspec.Struct, frozen=True):
    """An unfinished course as the learner's row counts it, for the release that it names."""

    course_id: UUID
    slug: str
    status: str
    release: int
    units_done: int
    units_total: int
    lessons_done: int
    lessons_total: int
    last_accessed_at: datetime


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """Unfinished courses, the last visited first, and what is done of them.

    `courses` are rows of `CourseBegun`; `lessons` those begun: id, percentage, whether completed.
    """

    courses: list[tuple[Any, ...]]  # Any: a column each
    lessons: list[tuple[UUID, int, bool]]
    section_ids: list[UUID]


class Done(msgspec.Struct, frozen=True):
    """What a learner has done, of any course.

    `percentages` of lessons begun; `lessons` and `sections` that are completed.
    """

    percentages: Mapping[UUID, int]
    lessons: AbstractSet[UUID]
    sections: AbstractSet[UUID]


class LessonNamed(msgspec.Struct, frozen=True, rename="camel"):
    """A lesson of a release."""

    id: UUID
    title: str


class NextStep(msgspec.Struct, frozen=True, rename="camel"):
    """What to do next in a course; without a section where a lesson has none."""

    lesson_id: UUID
    lesson_title: str
    section_id: UUID | None
    section_title: str | None


class Step(msgspec.Struct, frozen=True):
    """The next step, and the lesson that waits for it where order alone would name that one."""

    next: NextStep
    required_by: LessonNamed | None
