"""Enrollments and terms as they cross the door."""

from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

AwareTime: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its offset from UTC."""


class Enrollment(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person in a course. `withdrawn_at` is None while they are enrolled."""

    id: UUID
    user_id: UUID
    course_id: UUID
    enrolled_at: datetime
    withdrawn_at: datetime | None
    metadata: dict[str, Any]  # Any: an integration's own JSON


class Terms(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Capacity (None: unlimited) and window of a course, and the seats taken."""

    course_id: UUID
    capacity: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    seats_taken: int
    revision: int


class CourseDoor(msgspec.Struct, frozen=True):
    """A course as somebody finds it who wants in; its row is locked against publishing."""

    id: UUID
    status: str
    has_begun: bool
    has_ended: bool


class Studied(msgspec.Struct, frozen=True):
    """A course that somebody studies, and the zone that they are in."""

    course_id: UUID
    time_zone: str


class KeptEnrollment(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An enrollment as its person takes it along."""

    id: UUID
    course_id: UUID
    title: str
    enrolled_at: datetime
    withdrawn_at: datetime | None
    metadata: dict[str, Any]  # Any: an integration's own JSON


class Membership(msgspec.Struct, frozen=True):
    """What an enrollment changed: `began` is True unless the person was already enrolled."""

    enrollment: Enrollment
    began: bool


class TermsEdit(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """What changes of the terms; what is left out stays, null removes a bound."""

    capacity: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)] | UnsetType | None = UNSET
    opens_at: AwareTime | UnsetType | None = UNSET
    closes_at: AwareTime | UnsetType | None = UNSET
