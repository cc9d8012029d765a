"""Personal access tokens: what programs use in a person's name."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Scope(StrEnum):
    """What a token may do, of what its person may do."""

    READ = "read"
    """Whatever is read (GET)."""

    WRITE = "write"
    """Whatever changes something outside accounts and administration."""

    COURSES_WRITE = "courses:write"
    """Of that only: courses, their lessons, sections and files; not their staff."""


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token as somebody wants it."""

    name: str
    scopes: tuple[Scope, ...]
    expires_in_days: int


class AccessToken(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A token as its person sees it later: never its text. `lastUsedOn` is a day in UTC."""

    id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None


class Issued(msgspec.Struct, frozen=True):
    """A new token and its text, which is shown once and stored nowhere."""

    token: AccessToken
    text: str


class Permit(msgspec.Struct, frozen=True):
    """What a token that was shown may do now, and whether this is news of the day."""

    user_id: UUID
    session_id: UUID
    scopes: list[str]
    is_first_today: bool
