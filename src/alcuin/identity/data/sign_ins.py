"""Attempts to sign in, as the person whose account it is sees them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Device(StrEnum):
    """Whether a device has signed in to this account before, by the token it was given then."""

    NEW = "NEW"
    KNOWN = "KNOWN"


class Outcome(StrEnum):
    """How an attempt ended."""

    SIGNED_IN = "SIGNED_IN"
    CODE_ASKED = "CODE_ASKED"
    """The password was right: somebody knows it who may never have shown a code."""

    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105  an outcome, not a password
    WRONG_CODE = "WRONG_CODE"
    SUSPENDED = "SUSPENDED"


class Proven(msgspec.Struct, frozen=True):
    """Somebody whose password was right a moment ago."""

    user_id: UUID
    password_hash: str
    has_second_factor: bool
    device: Device
    has_shown_code: bool = False
    """Opens a session where a second factor is on."""


class PastSignIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One attempt. `CODE_ASKED`: the password was right, and a code was asked for."""

    id: UUID
    at: datetime
    outcome: Outcome
    device: Device
    address: str
    user_agent: str
