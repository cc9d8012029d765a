"""Signed addresses: for a moment, one session and one file."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

LIFE = timedelta(minutes=10)
PURPOSE = "media link"


class Link(msgspec.Struct, frozen=True, array_like=True):
    """What the signature stands for."""

    media_id: UUID
    user_id: UUID
    session_id: UUID
    ends_at: datetime


def course_ref(text: str) -> UUID | str:
    """A course is named by its id or its slug."""
    try:
        return UUID(text)
    except ValueError:
        return text
