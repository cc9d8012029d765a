"""What this room needs from outside; `alcuin.adapters` has one of each, tests another."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from alcuin.identity.data.second_factors import Sealed
from alcuin.kit.db import Conn
from alcuin.kit.problems import Conflict


class Verdict(msgspec.Struct, frozen=True):
    """Whether a password is right, and whether its hash was made with yesterday's parameters."""

    matches: bool
    outdated: bool = False


class Hasher(Protocol):
    """Slow on purpose, so it works in a line of its own. Raises Unavailable when that is full."""

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Wait for one's turn to sign in, before anything else is asked for."""
        ...

    async def hash(self, password: str) -> str: ...

    async def verify(self, password: str, known: str | None) -> Verdict:
        """Check against a stored hash; None costs the same work and never matches."""
        ...


class Signer(Protocol):
    """Makes tokens and reads its own again."""

    @property
    def access_seconds(self) -> int:
        """How long an access token lives."""
        ...

    def opaque(self) -> str:
        """A text that nobody can guess: at least 128 random bits."""
        ...

    def access(self, user_id: UUID, session_id: UUID) -> str: ...

    def read_access(self, token: str) -> tuple[UUID, UUID]:
        """User and session of an access token. Raises Unauthenticated."""
        ...

    def device(self, user_id: UUID) -> str: ...

    def restore(self, user_id: UUID, closed_at: datetime) -> str:
        """What restores the account that was closed then."""
        ...

    def read_restore(self, token: str) -> tuple[UUID, datetime] | None:
        """Whose account, and which closing; None where it is not ours."""
        ...

    def read_device(self, token: str) -> tuple[UUID, str] | None:
        """User and name of a device that once signed in; None where it is not ours."""
        ...


class PersonalData(Protocol):
    """A room that keeps something about people; `app.wiring` lists all of them."""

    @property
    def name(self) -> str:
        """What its part of an export is called."""
        ...

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        """Delete or replace whatever tells who somebody is, within the erasing transaction.

        Their id may stay: by then it leads to a former member. Twice does no harm.
        """
        ...

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        """What is kept about somebody, by name: structs, or lists of at most `most`."""
        ...


class Duties(Protocol):
    """A room in which somebody may be needed."""

    @property
    def refusal(self) -> type[Conflict]:
        """What `require_none` raises."""
        ...

    async def require_none(self, conn: Conn, user_id: UUID) -> None:
        """Raise a Conflict that says what somebody must hand over before they go."""
        ...


class Safe(Protocol):
    """Seals what must be read again, with keys that are not in the database."""

    @property
    def key_id(self) -> str:
        """Of the key that seals now."""
        ...

    @property
    def previous_key_id(self) -> str | None:
        """Of the key that sealed before it, while that one is still given."""
        ...

    def seal(self, text: bytes, owner: UUID) -> Sealed: ...

    def open(self, sealed: Sealed, owner: UUID) -> bytes | None:
        """What was sealed for this owner; None where its key is gone."""
        ...
