"""Tokens: JSON Web Tokens (RFC 7519) for sessions and known devices, random texts for the rest.

An access token is the one thing whose deadline is compared with this machine's clock: it
lives ten minutes, and asking the database for the time would cost what the token saves.
Whether the session behind it still counts, the database says with every request.
"""

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TypeVar, get_args
from uuid import UUID

import jwt
import msgspec

from alcuin.adapters.claims import (
    AccessClaims,
    Claims,
    DeviceClaims,
    Kind,
    RestoreClaims,
    UnsubscribeClaims,
)
from alcuin.kit.problems import Unauthenticated

ACCESS_SECONDS = 600
DEVICE_SECONDS = 365 * 24 * 3600
RESTORE_SECONDS = 14 * 24 * 3600
SKEW_SECONDS = 5
"""How far the clocks of two of our machines may be apart."""

ALGORITHM = "HS256"
ISSUER = "alcuin"
SHORTEST_SECRET = 32
LONGEST_TOKEN = 1024
KEPT_TOKENS = 2_048
"""Access tokens that were read, 2 MB of them: who asks once asks again within ten minutes."""


class WeakSecret(ValueError):
    """A secret key needs at least 32 characters."""


T = TypeVar("T", bound=Claims)
_access_claims = msgspec.json.Decoder(AccessClaims).decode
_device_claims = msgspec.json.Decoder(DeviceClaims).decode
_restore_claims = msgspec.json.Decoder(RestoreClaims).decode
_unsubscribe_claims = msgspec.json.Decoder(UnsubscribeClaims).decode


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
        self._keys = {kind: _keys(kind, given) for kind in get_args(Kind)}
        self._heads = {kind: _heads(keys) for kind, keys in self._keys.items()}
        self._clock = clock
        # Only what was found good is kept, and never its age.
        self._good = lru_cache(KEPT_TOKENS)(self._read_access)

    def opaque(self) -> str:
        return secrets.token_urlsafe(32)

    def access(self, user_id: UUID, session_id: UUID) -> str:
        return self._signed("access", ACCESS_SECONDS, sub=str(user_id), sid=str(session_id))

    def read_access(self, token: str) -> tuple[UUID, UUID]:
        claims = self._good(token)
        if claims.exp <= self._clock():
            raise Unauthenticated("The access token has expired. Use the refresh token.")
        return claims.sub, claims.sid

    def _read_access(self, token: str) -> AccessClaims:
        return self._read("access", token, _access_claims)

    def device(self, user_id: UUID) -> str:
        return self._signed("device", DEVICE_SECONDS, sub=str(user_id), jti=secrets.token_hex(16))

    def read_device(self, token: str) -> tuple[UUID, str] | None:
        claims = self._found("device", token, _device_claims)
        return (claims.sub, claims.jti) if claims and claims.exp > self._clock() else None

    def restore(self, user_id: UUID, closed_at: datetime) -> str:
        return self._signed(
            "restore", RESTORE_SECONDS, sub=str(user_id), closed=closed_at.isoformat()
        )

    def read_restore(self, token: str) -> tuple[UUID, datetime] | None:
        """Its end is not looked at: the database says whether the account is still there."""
        claims = self._found("restore", token, _restore_claims)
        return (claims.sub, claims.closed) if claims else None

    def unsubscribe(self, user_id: UUID, kind: str) -> str:
        return self._signed("unsubscribe", 0, sub=str(user_id), about=kind)

    def read_unsubscribe(self, token: str) -> tuple[UUID, str] | None:
        """Its end is not looked at: letters are kept for years."""
        claims = self._found("unsubscribe", token, _unsubscribe_claims)
        return (claims.sub, claims.about) if claims else None

    def _signed(self, kind: Kind, life: int, **claims: str) -> str:
        now = int(self._clock())
        kid, key = next(iter(self._keys[kind].items()))
        said = {"iss": ISSUER, "aud": ISSUER, "typ": kind, "iat": now, "exp": now + life} | claims
        return jwt.encode(said, key, ALGORITHM, headers={"kid": kid})

    def _found(self, kind: Kind, token: str, decode: Callable[[bytes], T]) -> T | None:
        """As `_read`; None for what it refuses."""
        try:
            return self._read(kind, token, decode)
        except Unauthenticated:
            return None

    def _read(self, kind: Kind, token: str, decode: Callable[[bytes], T]) -> T:
        """Refuse everything that `_signed` would not have made (GAUNTLET F1, F2).

        A header is one of the texts that we write, letter by letter, or nothing: what a
        stranger says about algorithms and keys is not even parsed. That also makes it six
        times faster than a library that must be ready for every header.
        """
        head, _, rest = token.partition(".")
        body, _, mark = rest.rpartition(".")
        key = self._heads[kind].get(head)
        if key is None or len(token) > LONGEST_TOKEN:
            raise Unauthenticated
        made = urlsafe_b64encode(hmac.digest(key, f"{head}.{body}".encode(), "sha256"))
        if not hmac.compare_digest(made.rstrip(b"="), mark.encode()):
            raise Unauthenticated
        try:
            claims = decode(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (ValueError, msgspec.DecodeError) as fault:
            raise Unauthenticated from fault
        if claims.typ != kind or claims.iss != ISSUER or claims.aud != ISSUER:
            raise Unauthenticated
        if claims.iat > self._clock() + SKEW_SECONDS:
            raise Unauthenticated
        return claims


def _heads(keys: dict[str, bytes]) -> dict[str, bytes]:
    """Keys by the header of the tokens that they sign, as it stands in them."""
    return {
        jwt.encode({}, key, ALGORITHM, headers={"kid": kid}).partition(".")[0]: key
        for kid, key in keys.items()
    }


def _keys(kind: str, given: list[str]) -> dict[str, bytes]:
    """Keys by their id, the present one first."""
    keys = [
        hmac.digest(text.encode(), f"alcuin {kind} token 1".encode(), "sha256") for text in given
    ]
    return {hmac.digest(key, b"kid", "sha256").hex()[:8]: key for key in keys}
