"""What the log says, as the projections of courses take it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

ALL_COURSES = UUID(int=0)
"""Under this id stands the sum of all courses; where a lesson is meant, none."""

WEEKS_AFTER = 12
"""How long a cohort is followed; also a check of `course_cohort_week`."""


class Told(msgspec.Struct, frozen=True):
    """An event. `acted`: the learner did something; `seconds` of credited time."""

    kind: str
    user_id: UUID
    course_id: UUID
    lesson_id: UUID | None
    local_on: date | None
    at: datetime
    time_zone: str
    seconds: int
    acted: bool


Batch = Sequence[Told]
