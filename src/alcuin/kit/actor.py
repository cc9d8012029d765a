"""Who is acting: a person with a live session, nobody in particular, or the system."""

from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

import msgspec


class Role(StrEnum):
    """What a person may do anywhere; rights over one course are the course's staff."""

    STUDENT = "STUDENT"
    INSTRUCTOR = "INSTRUCTOR"
    ADMIN = "ADMIN"


class Person(msgspec.Struct, frozen=True):
    """A signed-in person, as read from the database within this request."""

    user_id: UUID
    session_id: UUID
    role: Role
    verified: bool
    time_zone: str
    language: str

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def may_teach(self) -> bool:
        """Create courses of one's own."""
        return self.role is not Role.STUDENT


class Anonymous(msgspec.Struct, frozen=True):
    """Somebody who has not signed in."""


class System(msgspec.Struct, frozen=True):
    """Work that no person asked for just now; `reason` says why and goes to the audit."""

    reason: str


Visitor: TypeAlias = Person | Anonymous
"""Whoever a public page is shown to."""

Actor: TypeAlias = Person | System
"""Whoever may change something."""
