"""HTTP shapes of second factors and proofs."""

from datetime import datetime
from typing import Annotated

import msgspec

from alcuin.identity.data.second_factors import Asked, SecondStep, Security
from alcuin.identity.schemas import DeviceToken, Password, Token
from alcuin.kit.http import Body

Code = Annotated[
    str,
    msgspec.Meta(
        min_length=6,
        max_length=40,
        description="Six digits of your app, or a backup code.",
        examples=["123456"],
    ),
]


class SecondStepBody(Body, frozen=True):
    token: Token
    code: Code
    device_token: DeviceToken | None = None

    def said(self) -> SecondStep:
        return SecondStep(token=self.token, code=self.code, device_token=self.device_token)


class CodeWantedView(msgspec.Struct, frozen=True, rename="camel"):
    """Your password was right, and you are not signed in yet: a second factor is on."""

    second_factor: Asked


class CodeBody(Body, frozen=True):
    code: Code


class ProofBody(Body, frozen=True):
    """One of the two."""

    password: Password | None = None
    code: Code | None = None


class BackupCodesView(msgspec.Struct, frozen=True, rename="camel"):
    """Ten codes, each of which stands in for your app once. They are shown only now."""

    backup_codes: list[str]


class SecondFactorView(msgspec.Struct, frozen=True, rename="camel"):
    """Whether a code is asked for when you sign in."""

    on: bool
    since: datetime | None
    backup_codes_left: int


class SecurityView(msgspec.Struct, frozen=True, rename="camel"):
    """How your account is guarded. Until `provedUntil` this session needs no new proof."""

    second_factor: SecondFactorView
    proved_until: datetime | None

    @classmethod
    def of(cls, found: Security) -> "SecurityView":
        since = found.second_factor_since
        factor = SecondFactorView(since is not None, since, found.backup_codes_left)
        return cls(factor, found.proved_until)
