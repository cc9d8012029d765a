"""What tokens say (`tokens`), by their kinds."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["access", "device", "restore", "unsubscribe"]


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every token says, beside what its kind adds; a token with anything else is refused."""

    iss: str
    aud: str
    typ: str
    iat: int
    exp: int
    sub: UUID


class AccessClaims(Claims, frozen=True):
    """In which session somebody is signed in."""

    sid: UUID


class DeviceClaims(Claims, frozen=True):
    """Who signed in on a device once. It opens nothing."""

    jti: str


class RestoreClaims(Claims, frozen=True):
    """Whose account is restored, and which closing that takes back."""

    closed: datetime


class UnsubscribeClaims(Claims, frozen=True):
    """Who wants no more letters, of which kind."""

    about: str
