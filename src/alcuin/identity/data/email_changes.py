"""Another address: asked for in a session, confirmed from the new one, undone from the old."""

from datetime import datetime
from uuid import UUID

import msgspec


class NewAddress(msgspec.Struct, frozen=True):
    """An address that was found sound, and the form of it that tells people apart."""

    email: str
    key: str


class EmailChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was asked for. `session_id` is where, if that session still stands."""

    id: UUID
    user_id: UUID
    session_id: UUID | None
    old_email: str
    old_email_key: str
    old_verified_at: datetime | None
    new_email: str
    new_email_key: str
