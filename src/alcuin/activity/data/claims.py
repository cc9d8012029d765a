"""Claims of time, and what becomes of them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec

AwareTime: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its offset from UTC."""

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

    start_time: AwareTime
    end_time: AwareTime
    duration: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_SECONDS)] | None = None
    activity: Activity
    course_id: UUID | None = None
    lesson_id: UUID | None = None
    section_id: UUID | None = None


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
    lesson_id: UUID | None
    section_id: UUID | None
    activity: Activity
    start_time: datetime
    end_time: datetime
    duration: int
    credited_seconds: int
