"""The audit as administrators read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries; what is None is not asked."""

    actor: UUID | None = None
    subject: UUID | None = None
    action: str | None = None
    outcome: str | None = None
    subject_kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who did what to whom or what, and how it ended.

    `position` is the place in the chain of hashes, null for what is not sealed yet. Of an
    actor who has left the name is "former member", and address and browser are gone.
    """

    id: int
    at: datetime
    action: str
    outcome: str
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None
    subject_kind: str | None
    subject_id: UUID | None
    reason: str | None
    request_id: str | None
    facts: dict[str, Any]  # Any: each action has facts of its own
    address: str | None
    user_agent: str | None
    position: int | None
