"""Shapes of idempotency."""

from typing import Any
from uuid import UUID

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """An operation asked for with a key."""

    user_id: UUID
    route: str
    key: str
    body_sha256: bytes


class FirstAnswer(msgspec.Struct, frozen=True):
    """What was answered the first time."""

    body_sha256: bytes
    status: int
    headers: dict[str, Any]  # Any: header values, as jsonb gives them
    answer: bytes
