"""What a limit is, and where somebody stands with it."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

Subject: TypeAlias = str | UUID
"""Who is counted: a network address, or a user's id."""

SEATS = 4
"""Processes that may let a little through before they ask the database at all."""

WINDOW_SECONDS = 900
PART = 20
"""A twentieth of a limit is handed out as shares of seats, another one is lent ahead."""


class Policy(msgspec.Struct, frozen=True):
    """At most `quota` requests of one subject in each window of `window_seconds`.

    Never more are let through, and never is anybody refused who has had less than nine
    tenths: what processes can hold without using it is at most `SEATS * share + spare`.
    """

    name: str
    quota: int
    window_seconds: int = WINDOW_SECONDS

    @property
    def share(self) -> int:
        """What each process with a seat lets through on its own."""
        return self.quota // (PART * SEATS)

    @property
    def pool(self) -> int:
        """What is left for the database to lend."""
        return self.quota - SEATS * self.share

    @property
    def spare(self) -> int:
        """What may lie in all processes together, lent ahead of need."""
        return self.quota // PART


class Standing(msgspec.Struct, frozen=True):
    """Where somebody stands after a request was counted."""

    policy: Policy
    passed: bool
    remaining: int
    """As far as this process knows; others may have let more through."""

    seconds: float
    """Until the window ends."""


class Asked(msgspec.Struct, frozen=True):
    """What a process asks for: `wanted` requests that wait, and a few ahead."""

    wanted: int
    pool: int
    spare: int
    window_seconds: int
    spent_ahead: int = 0
    """What it was lent ahead in the window `of`, and has spent."""

    of: datetime | None = None


class Lent(msgspec.Struct, frozen=True):
    """What the database lent."""

    granted: int
    rest: int
    window_starts_at: datetime
    seconds: float


class Counted(msgspec.Struct, frozen=True):
    """How many attempts a window has seen, and how long it still lasts."""

    attempts: int
    seconds: float
