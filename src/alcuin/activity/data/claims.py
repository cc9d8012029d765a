"""Claims of time, and what becomes of them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec

# Examples that belong together: a claim of three quarters of an hour in a section, and its answer.
BEGAN = "2026-03-02T09:30:00Z"
ENDED = "2026-03-02T10:15:00Z"
LASTED = [2_700]

StartTime: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True, examples=[BEGAN])]
EndTime: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True, examples=[ENDED])]
LessonId: TypeAlias = Annotated[
    UUID, msgspec.Meta(examples=["019a6f3e-5310-7e02-8c6a-90b7f4d2a315"])
]
SectionId: TypeAlias = Annotated[
    UUID, msgspec.Meta(examples=["019a6f3e-5377-7b9d-a2f1-4c8e06d93b52"])
]

LONGEST_SECONDS = 10**12
"""More than the calendar holds, so that only what contradicts start and end is refused."""


class Activity(StrEnum):
    """What time was spent on."""

    LESSON = "LESSON"
    READING = "READING"
    VIDEO = "VIDEO"
    PRACTICE = "PRACTICE"
    QUIZ = "QUIZ"
    OTHER = "OTHER"

    @classmethod
    def _missing_(cls, value: object) -> "Activity | None":
        """Read the guide's lower case at once: kit's walk over a body is slow for each claim."""
        return cls.__members__.get(value.upper()) if isinstance(value, str) else None


class NewTimeEntry(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """Time as a client says it was spent, on a part of a course or on none.

    `duration` in seconds, within one of end minus start. A section is named with its lesson,
    a lesson with its course.
    """

    start_time: StartTime
    end_time: EndTime
    duration: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_SECONDS, examples=LASTED)] | None = None
    activity: Activity
    course_id: UUID | None = None
    lesson_id: LessonId | None = None
    section_id: SectionId | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim in whole seconds of UTC."""

    started_at: datetime
    ended_at: datetime
    activity: Activity
    course_id: UUID | None = None
    lesson_id: UUID | None = None
    section_id: UUID | None = None

    @property
    def seconds(self) -> int:
        """How much is claimed."""
        return int((self.ended_at - self.started_at).total_seconds())


class Verdict(StrEnum):
    """Whether a claim was looked at."""

    TAKEN = "taken"
    NOT_ENROLLED = "not_enrolled"
    WITHDRAWN = "withdrawn"
    COURSE_CLOSED = "course_closed"


class Credit(msgspec.Struct, frozen=True):
    """The one row that the crediting statement answers; `id` is None where nothing was new."""

    verdict: Verdict
    id: UUID | None
    credited_seconds: int


class TimeEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A claim and what was credited of it, both in seconds.

    `id` is null where nothing was new and so nothing is kept.
    """

    id: UUID | None
    user_id: UUID
    course_id: UUID | None
    lesson_id: LessonId | None
    section_id: SectionId | None
    activity: Activity
    start_time: StartTime
    end_time: EndTime
    duration: Annotated[int, msgspec.Meta(examples=LASTED)]
    credited_seconds: Annotated[int, msgspec.Meta(examples=LASTED)]
