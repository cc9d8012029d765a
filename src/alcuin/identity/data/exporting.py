"""What identity tells somebody of what it keeps about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec


class KeptSession(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One sign-in on one device, or one personal access token, ended ones too."""

    id: UUID
    kind: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    user_agent: str
    address: str


class KeptSignIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One attempt to sign in."""

    at: datetime
    outcome: str
    device: str
    address: str
    user_agent: str


class KeptToken(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A personal access token; its text is known to nobody here."""

    id: UUID
    name: str
    scopes: list[str]
    last_used_on: date | None


class KeptFactor(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A second factor, without its secret."""

    created_at: datetime
    confirmed_at: datetime | None


class KeptEmailChange(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A change of address."""

    old_email: str
    new_email: str
    asked_at: datetime
    confirmed_at: datetime | None


class KeptEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An entry of the audit that somebody made, or that is about them."""

    at: datetime
    action: str
    outcome: str
    by_oneself: bool
    subject_kind: str | None
    subject_id: UUID | None
    facts: dict[str, Any]  # Any: each action has facts of its own
    address: str | None
    user_agent: str | None
