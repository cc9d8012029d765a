"""Leaving: an account is closed at once, and erased when its person has not come back."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from alcuin.identity.data import User


class Account(User, frozen=True, kw_only=True, rename="camel"):
    """A person as administrators see them, those who are leaving or gone among them."""

    closed_at: datetime | None
    erased_at: datetime | None


class Closing(msgspec.Struct, frozen=True, rename="camel"):
    """When an account was closed, and when it will be erased."""

    closed_at: datetime
    erases_at: datetime


class Closed(msgspec.Struct, frozen=True):
    """An account that its person may still restore."""

    user_id: UUID
    email: str
    closed_at: datetime
    erases_at: datetime


class Leaving(msgspec.Struct, frozen=True):
    """Somebody whose days to come back are over, and every address that letters went to."""

    user_id: UUID
    addresses: list[str]


class Export(msgspec.Struct, frozen=True, rename="camel"):
    """Everything that is kept about a person, by the room that keeps it."""

    exported_at: datetime
    parts: dict[str, dict[str, Any]]  # Any: each room has a shape of its own
    cut: list[str]
    """Lists that ended at the bound, like `progress.sections`; empty where all is here."""
