"""Tokens: JSON Web Tokens (RFC 7519) for sessions and known devices, random texts for the rest.

An access token is the one thing whose deadline is compared with this machine's clock: it
lives ten minutes, and asking the database for the time would cost what the token saves.
Whether the session behind it still counts, the database says with every request.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

import jwt
import msgspec

from alcuin.kit.problems import Unauthenticated

ACCESS_SECONDS = 600
DEVICE_SECONDS = 365 * 24 * 3600
SKEW_SECONDS = 5
"""How far the clocks of two of our machines may be apart."""

ALGORITHM = "HS256"
ISSUER = "alcuin"
SHORTEST_SECRET = 32
LONGEST_TOKEN = 1024
REMEMBERED = 4096
Kind = Literal["access", "device"]


class WeakSecret(ValueError):
    """A secret key needs at least 32 characters."""


class AccessClaims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an access token says, all of it and nothing else."""

    iss: str
    aud: str
    typ: str
    iat: int
    exp: int
    sub: UUID
    sid: UUID


class DeviceClaims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device token says: who signed in here once. It opens nothing."""

    iss: str
    aud: str
    typ: str
    iat: int
    exp: int
    sub: UUID
    jti: str


class JwtSigner:
    """Signs with the present secret, reads with the present and the previous one.

    Each kind of token has keys of its own, derived from the secret, so that one is never
    taken for another.
    """

    access_seconds = ACCESS_SECONDS

    def __init__(
        self, secret: str, previous: str | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        given = [secret, previous] if previous else [secret]
        if any(len(text) < SHORTEST_SECRET for text in given):
            raise WeakSecret(WeakSecret.__doc__)
        self._keys = {kind: _keys(kind, given) for kind in ("access", "device")}
        self._clock = clock
        # A request that comes again with the same token pays no signature and no JSON;
        # what was refused is not remembered, so strangers cannot fill the memory.
        self._access = lru_cache(REMEMBERED)(self._read_access)

    def opaque(self) -> str:
        return secrets.token_urlsafe(32)

    def access(self, user_id: UUID, session_id: UUID) -> str:
        return self._signed("access", ACCESS_SECONDS, sub=str(user_id), sid=str(session_id))

    def read_access(self, token: str) -> tuple[UUID, UUID]:
        claims = self._access(token)
        if claims.exp <= self._clock():
            raise Unauthenticated("The access token has expired. Use the refresh token.")
        return claims.sub, claims.sid

    def device(self, user_id: UUID) -> str:
        return self._signed("device", DEVICE_SECONDS, sub=str(user_id), jti=secrets.token_hex(16))

    def read_device(self, token: str) -> tuple[UUID, str] | None:
        try:
            claims = self._read("device", token, DeviceClaims)
        except Unauthenticated:
            return None
        return None if claims.exp <= self._clock() else (claims.sub, claims.jti)

    def _read_access(self, token: str) -> AccessClaims:
        claims: AccessClaims = self._read("access", token, AccessClaims)
        return claims

    def _signed(self, kind: Kind, life: int, **claims: str) -> str:
        now = int(self._clock())
        kid, key = next(iter(self._keys[kind].items()))
        said = {"iss": ISSUER, "aud": ISSUER, "typ": kind, "iat": now, "exp": now + life} | claims
        return jwt.encode(said, key, ALGORITHM, headers={"kid": kid})

    def _read(self, kind: Kind, token: str, shape: type[Any]) -> Any:  # Any: one of two structs
        """Refuse everything that `_signed` would not have made (GAUNTLET F1, F2)."""
        try:
            if len(token) > LONGEST_TOKEN:
                raise Unauthenticated
            header = jwt.get_unverified_header(token)
            key = self._keys[kind].get(str(header.get("kid")))
            if key is None or header.keys() != {"alg", "typ", "kid"}:
                raise Unauthenticated
            said = jwt.decode(
                token,
                key,
                [ALGORITHM],
                # Deadlines are ours to compare, also where the token is remembered.
                options={"verify_exp": False, "verify_iat": False, "verify_nbf": False},
                audience=ISSUER,
                issuer=ISSUER,
            )
            claims = msgspec.convert(said, shape)
        except (jwt.InvalidTokenError, msgspec.ValidationError) as fault:
            raise Unauthenticated from fault
        if claims.typ != kind or claims.iat > self._clock() + SKEW_SECONDS:
            raise Unauthenticated
        return claims


def _keys(kind: str, given: list[str]) -> dict[str, bytes]:
    """Keys by their id, the present one first."""
    keys = [
        hmac.digest(text.encode(), f"alcuin {kind} token 1".encode(), "sha256") for text in given
    ]
    return {hmac.digest(key, b"kid", "sha256").hex()[:8]: key for key in keys}
