"""A learner's progress in a course and its lessons."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec


class LearnerCourse(msgspec.Struct, frozen=True):
    """A learner's row in a course with all that is done, parallel arrays by id.

    `release` is what the row was counted against, `current` the course's newest.
    """

    release: int
    current: int
    active: bool
    units_done: int
    units_total: int
    lessons_done: int
    lessons_total: int
    started_at: datetime
    completed_at: datetime | None
    completed_release: int | None
    last_accessed_at: datetime
    section_ids: list[UUID]
    section_times: list[datetime]
    lesson_ids: list[UUID]
    lesson_times: list[datetime]

    @property
    def is_stale(self) -> bool:
        return self.release < self.current


class LearnerLesson(msgspec.Struct, frozen=True):
    """When a learner began a lesson, and was last there."""

    started_at: datetime
    last_accessed_at: datetime


class SectionShown(msgspec.Struct, frozen=True, rename="camel"):
    """A section of a learner's lesson."""

    id: UUID
    title: str
    completed: bool
    completed_at: datetime | None


class LessonShown(msgspec.Struct, frozen=True, rename="camel"):
    """A lesson of a learner's course.

    `completed` stays once reached; the percentage speaks of the current release.
    """

    id: UUID
    title: str
    completed: bool
    completed_at: datetime | None
    completion_percentage: int
    sections_progress: list[SectionShown]


class Unit(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What progress counts: a section, or a lesson that has none (`section_id` left out)."""

    lesson_id: UUID
    title: str
    section_id: UUID | None = None
    completed_at: datetime | None = None


class Explanation(msgspec.Struct, frozen=True, rename="camel"):
    """Why the percentage is what it is: 100 x counted / (counted + missing), rounded down.

    `no_longer_counted` holds sections that were completed and are not in this release.
    """

    counted: list[Unit]
    missing: list[Unit]
    no_longer_counted: list[UUID]


class CourseProgress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner in a course, counted against the release it names."""

    user_id: UUID
    course_id: UUID
    release: int
    active: bool
    completion_percentage: int
    overall_progress: int
    completed_lessons: int
    total_lessons: int
    completed_units: int
    total_units: int
    is_completed: bool
    started_at: datetime
    completed_at: datetime | None
    completed_release: int | None
    last_accessed_at: datetime
    lessons_progress: list[LessonShown]
    explanation: Explanation | msgspec.UnsetType = msgspec.UNSET


class LessonProgress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner in a lesson, counted against the release it names."""

    user_id: UUID
    course_id: UUID
    lesson_id: UUID
    title: str
    release: int
    completion_percentage: int
    completed_sections: int
    total_sections: int
    is_completed: bool
    started_at: datetime | None
    completed_at: datetime | None
    last_accessed_at: datetime | None
    sections_progress: list[SectionShown]


class ToExplain(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """How much to say of a percentage."""

    explain: Annotated[bool, msgspec.Meta(description="List each counted and missing unit.")] = (
        False
    )
