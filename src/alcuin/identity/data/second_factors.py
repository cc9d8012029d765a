"""Second factors: an authenticator app (TOTP, RFC 6238), and codes for when it is lost."""

from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.identity.data.proofs import Way


class Sealed(msgspec.Struct, frozen=True):
    """A text that only the safe opens, and with which of its keys."""

    key_id: str
    text: bytes


class Factor(msgspec.Struct, frozen=True):
    """Somebody's authenticator app, and which step of 30 seconds it is now."""

    key_id: str
    sealed: bytes
    last_step: int
    step: int
    is_confirmed: bool


class Enrolment(msgspec.Struct, frozen=True):
    """What an app is fed with, shown once: the secret in base32, and the same as an address."""

    secret: str
    uri: str


class Asked(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The password was right; a code is wanted. The token opens nothing but the second step."""

    token: str
    methods: tuple[Way, ...]
    expires_in: int


class SecondStep(msgspec.Struct, frozen=True, kw_only=True):
    """What finishes a sign-in. `device_token` is what an earlier sign-in handed out."""

    token: str
    code: str
    device_token: str | None = None


class Security(msgspec.Struct, frozen=True):
    """How an account is guarded, as its session sees it."""

    second_factor_since: datetime | None
    backup_codes_left: int
    proved_until: datetime | None


class Kept(msgspec.Struct, frozen=True):
    """A sealed secret and whose it is."""

    user_id: UUID
    sealed: bytes
