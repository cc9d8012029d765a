"""Progress in lists: counters as the learner's row has them, with the release they speak of."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from alcuin.kit.paging import Paging


class CourseCounts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner's counters in a course; `release` is what they were counted against."""

    release: int
    completion_percentage: int
    completed_lessons: int
    total_lessons: int
    is_completed: bool
    started_at: datetime
    completed_at: datetime | None
    last_accessed_at: datetime


class MyCourse(CourseCounts, frozen=True, kw_only=True, rename="camel"):
    """A course of mine. Title and status are those of what is published, not of a draft."""

    id: UUID
    course_id: UUID
    slug: str
    title: str
    status: str
    enrolled_at: datetime
    withdrawn_at: datetime | None


class Student(CourseCounts, frozen=True, kw_only=True, rename="camel"):
    """Somebody who studies a course, as its staff sees them."""

    user_id: UUID
    name: str
    avatar: str | None
    enrolled_at: datetime
    withdrawn_at: datetime | None


class Standing(StrEnum):
    """Which students; each list is in the order of the moment that its name speaks of."""

    ACTIVE = "ACTIVE"  # enrolled now, by enrolledAt
    COMPLETED = "COMPLETED"  # ever completed, withdrawn or not, by completedAt
    WITHDRAWN = "WITHDRAWN"  # by withdrawnAt


class Order(StrEnum):
    """Which end of the list comes first."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


class StudentQuery(Paging, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Filters of the students of a course."""

    status: Annotated[
        Standing,
        msgspec.Meta(
            description="ACTIVE by enrolledAt, COMPLETED by completedAt, WITHDRAWN by withdrawnAt."
        ),
    ] = Standing.ACTIVE
    sort: Order = Order.NEWEST
