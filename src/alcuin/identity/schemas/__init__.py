"""HTTP shapes of this room."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from alcuin.identity.data import ProfileEdit, Session, SignedIn, Tokens, User
from alcuin.identity.data.closing import Account
from alcuin.kit.actor import Role
from alcuin.kit.http import Body
from alcuin.kit.paging import Paging

Email = Annotated[str, msgspec.Meta(max_length=254, examples=["ada@example.org"])]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, examples=["Ada Lovelace"])]
Password = Annotated[str, msgspec.Meta(max_length=256, description="8 to 256 characters.")]
TimeZone = Annotated[str, msgspec.Meta(max_length=64, examples=["Europe/Vienna"])]
Language = Annotated[str, msgspec.Meta(max_length=35, examples=["en"])]
Token = Annotated[str, msgspec.Meta(max_length=100, description="What the link carries.")]
DeviceToken = Annotated[
    str, msgspec.Meta(max_length=1024, description="From an earlier sign-in on this device.")
]
Search = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=100, description="A part of the name or address."),
]
Metadata = Annotated[dict[str, Any], msgspec.Meta(description="At most 4 KB of your own JSON.")]

SMALL = 64_000
"""Bytes of a body here: nothing in it is long."""


class RegisterBody(Body, frozen=True):
    email: Email
    name: Name
    password: Password
    time_zone: TimeZone = "UTC"
    language: Language = "en"


class FirstAdministratorBody(RegisterBody, frozen=True, kw_only=True):
    token: Token


class TokenBody(Body, frozen=True):
    token: Token


class SignInBody(Body, frozen=True):
    email: Email
    password: Password
    device_token: DeviceToken | None = None


class RefreshBody(Body, frozen=True):
    refresh_token: Annotated[str, msgspec.Meta(max_length=100)]


class EmailBody(Body, frozen=True):
    email: Email


class ResetBody(TokenBody, frozen=True):
    new_password: Password


class ChangePasswordBody(Body, frozen=True):
    current_password: Password
    new_password: Password


class ProfileBody(Body, frozen=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET

    def edit(self) -> ProfileEdit:
        """What it says of the profile, whatever a room above adds to it."""
        said = given(self)
        known = said.keys() & set(ProfileEdit.__struct_fields__)
        return ProfileEdit(**{name: said[name] for name in known})


class StandingBody(Body, frozen=True):
    """What is left out stays."""

    role: Role | UnsetType = UNSET
    suspended: bool | UnsetType = UNSET


def given(body: Body) -> dict[str, Any]:  # Any: fields of any type
    """What a body says, without what it leaves out."""
    return {
        name: value for name, value in msgspec.structs.asdict(body).items() if value is not UNSET
    }


class UserQuery(Paging, frozen=True):
    search: Search | None = None


class SignedInView(Tokens, frozen=True, kw_only=True, rename="camel"):
    """Tokens of a new session.

    Keep `deviceToken` after signing out: with it, signing in is not held up by other
    people's failed guesses at this account.
    """

    user: User
    device_token: str
    token_type: str = "Bearer"  # noqa: S105  a word of RFC 6750

    @classmethod
    def of(cls, signed_in: SignedIn) -> "SignedInView":
        return cls(
            **msgspec.structs.asdict(signed_in.tokens),
            user=signed_in.user,
            device_token=signed_in.device_token,
        )


class UserView(Account, frozen=True, kw_only=True, rename="camel"):
    """A person, as administrators see them."""

    suspended: bool

    @classmethod
    def of(cls, user: Account) -> "UserView":
        return cls(**msgspec.structs.asdict(user), suspended=user.suspended_at is not None)


class SessionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where one is signed in. `lastUsedAt` moves when the session is renewed."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    address: str
    current: bool

    @classmethod
    def of(cls, session: Session, current_id: UUID) -> "SessionView":
        return cls(**msgspec.structs.asdict(session), current=session.id == current_id)


class EndedView(msgspec.Struct, frozen=True):
    """How many sessions have ended."""

    ended: int
