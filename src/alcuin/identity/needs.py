"""What this room needs from outside; `alcuin.adapters` has one of each, tests another."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

import msgspec


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

    def read_device(self, token: str) -> tuple[UUID, str] | None:
        """User and name of a device that once signed in; None where it is not ours."""
        ...
