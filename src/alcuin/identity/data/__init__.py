"""What may cross the door: people, sessions, and what signing in hands out."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from alcuin.kit.actor import Role


class Purpose(StrEnum):
    """What a one-time token is good for."""

    VERIFY_EMAIL = "VERIFY_EMAIL"
    RESET_PASSWORD = "RESET_PASSWORD"  # noqa: S105  a purpose, not a password
    FIRST_ADMINISTRATOR = "FIRST_ADMINISTRATOR"
    SECOND_FACTOR = "SECOND_FACTOR"
    """To finish a sign-in whose password was right; no letter carries it."""

    CONFIRM_EMAIL = "CONFIRM_EMAIL"
    UNDO_EMAIL = "UNDO_EMAIL"
    RESTORE_ACCOUNT = "RESTORE_ACCOUNT"
    """Signed, not stored: it names the closing that it takes back."""


class LetterKind(StrEnum):
    """Letters that this room writes; each is a template of the same name."""

    VERIFY_EMAIL = "verify_email"
    ALREADY_REGISTERED = "already_registered"
    RESET_PASSWORD = "reset_password"  # noqa: S105  a letter, not a password
    CONFIRM_EMAIL = "confirm_email"
    EMAIL_IN_USE = "email_in_use"
    UNDO_EMAIL = "undo_email"
    EMAIL_UNDONE = "email_undone"
    ACCOUNT_CLOSED = "account_closed"


class Letter(msgspec.Struct, frozen=True):
    """A letter to be written. No address, no token: the job finds one and makes the other.

    `user_id` is None where nobody has the address that was asked about: the job then
    writes nothing, but it exists, so that both cases look alike from outside.
    """

    kind: LetterKind
    user_id: UUID | None
    email_change_id: UUID | None = None
    """The change of address that it is about, whose addresses are where it goes."""


class User(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person, as they see themselves and as administrators see them."""

    id: UUID
    email: str
    name: str
    role: Role
    time_zone: str
    language: str
    email_verified_at: datetime | None
    suspended_at: datetime | None
    metadata: dict[str, Any]  # Any: an integration's own JSON
    revision: int
    created_at: datetime
    updated_at: datetime


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in on one device."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    address: str


class Credential(msgspec.Struct, frozen=True):
    """What a password is checked against."""

    user_id: UUID
    email: str
    name: str
    password_hash: str
    suspended: bool
    has_second_factor: bool


class Visit(msgspec.Struct, frozen=True):
    """Where a request comes from."""

    address: str
    user_agent: str


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """What a new person says about themselves, as it was typed."""

    email: str
    name: str
    password: str
    time_zone: str = "UTC"
    language: str = "en"


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """A registration that was found sound: normalized, its password hashed."""

    email: str
    email_key: str
    name: str
    password_hash: str
    time_zone: str
    language: str


class Addressee(msgspec.Struct, frozen=True):
    """Whom a letter goes to, and in which language."""

    user_id: UUID
    email: str
    language: str


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What people say about themselves, found sound."""

    name: str
    time_zone: str
    language: str
    metadata: dict[str, Any]  # Any: an integration's own JSON


class ProfileEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What a person changes about themselves; what is None stays."""

    name: str | None = None
    time_zone: str | None = None
    language: str | None = None
    metadata: dict[str, Any] | None = None  # Any: an integration's own JSON


class StandingEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator changes about a person; what is None stays."""

    role: Role | None = None
    suspended: bool | None = None


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who says who they are. `device_token` is what an earlier sign-in handed out."""

    email: str
    password: str
    device_token: str | None = None


class Tokens(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What keeps a person signed in; the texts are shown once and stored nowhere."""

    access_token: str
    expires_in: int
    refresh_token: str


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A new session. `device_token` lets this device past the counters of its account later."""

    user: User
    tokens: Tokens
    device_token: str
