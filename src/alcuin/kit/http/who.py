"""Who may ask, and the doorkeeper who knows them."""

from enum import Enum
from typing import Protocol
from uuid import UUID

import msgspec

from alcuin.kit.actor import Person
from alcuin.kit.db import Conn, Database
from alcuin.kit.problems import Forbidden


class Who(Enum):
    """Whom an operation lets in; what else it demands is the room's to decide."""

    PUBLIC = "anybody"
    """Anonymous visitors too; a token, where one is shown, must be valid and live."""

    SIGNED_IN = "signed in"
    """Anybody with a live session, also before the address is verified."""

    VERIFIED = "verified"
    """Anybody with a live session and a verified address."""

    TEACHERS = "instructors and administrators"
    ADMINS = "administrators"


class Claims(msgspec.Struct, frozen=True):
    """What a token says of itself, or the database of one that says nothing."""

    user_id: UUID
    session_id: UUID
    scopes: frozenset[str] | None = None
    """What a personal access token may do; None for who signed in, who may do everything."""


class Doorkeeper(Protocol):
    """Knows tokens and sessions; `identity` implements it."""

    @property
    def mark(self) -> bytes:
        """Stands in every personal access token, and hardly ever in another."""
        ...

    async def look_up(self, database: Database, token: str) -> Claims | None:
        """What a personal access token may do now; None where it counts no more."""
        ...

    def claims(self, token: str) -> Claims:
        """What a valid signed token says. Raises Unauthenticated otherwise."""
        ...

    async def person(self, conn: Conn, claims: Claims) -> Person:
        """Who that is now. Raises Unauthenticated when the session is over or suspended."""
        ...


class Unverified(Forbidden):
    """Verify your e-mail address first."""

    code = "unverified"


class RoleNeeded(Forbidden):
    """Your account does not have the role that this needs."""

    code = "role_needed"


def require(who: Who, person: Person) -> Person:
    """Let in or raise Forbidden."""
    if who in (Who.PUBLIC, Who.SIGNED_IN):
        return person
    if not person.verified:
        raise Unverified
    if (who is Who.ADMINS and not person.is_admin) or (
        who is Who.TEACHERS and not person.may_teach
    ):
        raise RoleNeeded
    return person
