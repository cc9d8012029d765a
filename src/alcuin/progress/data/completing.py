"""What becomes of a wish to complete something."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Outcome(StrEnum):
    """What became of a request to complete a section."""

    COMPLETED = "completed"
    ALREADY = "already"
    WITHDRAWN = "withdrawn"
    COURSE_CLOSED = "course_closed"
    BY_QUIZ = "by_quiz"
    # Provisional: the statement's snapshot may be older than the lock it waited for, so it is
    # decided again under the lock, after a rebase.
    STALE = "stale"
    NOT_IN_RELEASE = "not_in_release"
    REQUIRES = "requires"
    RACED = "raced"


_PROVISIONAL = frozenset({Outcome.STALE, Outcome.NOT_IN_RELEASE, Outcome.REQUIRES, Outcome.RACED})


class Completion(msgspec.Struct, frozen=True):
    """The one row that the completing statement answers."""

    outcome: Outcome
    release: int
    course_id: UUID
    completed_at: datetime | None
    lesson_percentage: int | None
    course_percentage: int
    lesson_completed: bool | None
    course_completed: bool

    @property
    def is_provisional(self) -> bool:
        return self.outcome in _PROVISIONAL or (
            self.outcome is Outcome.ALREADY and self.lesson_percentage is None
        )


class LessonStanding(msgspec.Struct, frozen=True):
    """A lesson before a learner whose row is locked, as counted against the current release.

    `sections` is None where the release does not hold the lesson.
    """

    course_id: UUID
    release: int
    active: bool
    is_open: bool
    is_stale: bool
    sections: int | None
    completed_at: datetime | None
    missing_lessons: list[UUID]
    open_sections: list[UUID]


class Place(msgspec.Struct, frozen=True):
    """Where a section stood and stands: was it ever in the lesson, and in which is it now."""

    was_here: bool
    lesson_id: UUID | None


class Named(msgspec.Struct, frozen=True):
    """A lesson or a section that stands in the way."""

    id: UUID
    title: str


class SectionProgress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A completed section, and what its lesson and course have come to.

    `lesson_completed` and `course_completed` say what is, not what changed, so that asking
    twice answers the same.
    """

    user_id: UUID
    course_id: UUID
    lesson_id: UUID
    section_id: UUID
    release: int
    completed_at: datetime
    lesson_percentage: int
    lesson_completed: bool
    course_percentage: int
    course_completed: bool
