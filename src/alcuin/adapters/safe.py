"""Sealing with AES-256-GCM, under keys derived from the secret key."""

import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alcuin.identity import Sealed

NONCE_BYTES = 12
"""As GCM wants them (NIST SP 800-38D, 8.2.2): random, for far fewer than 2^32 texts a key."""


class AesSafe:
    """Seals with the present key, opens with the present and the previous one."""

    def __init__(self, secret: str, previous: str | None = None) -> None:
        self._keys = dict(map(_key, [secret, previous] if previous else [secret]))
        self.key_id, *others = self._keys
        self.previous_key_id = others[0] if others else None

    def seal(self, text: bytes, owner: UUID) -> Sealed:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._keys[self.key_id]).encrypt(nonce, text, owner.bytes)
        return Sealed(self.key_id, nonce + sealed)

    def open(self, sealed: Sealed, owner: UUID) -> bytes | None:
        """None where the key is gone, or somebody moved or changed what was sealed."""
        key = self._keys.get(sealed.key_id)
        if key is None:
            return None
        nonce, text = sealed.text[:NONCE_BYTES], sealed.text[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, text, owner.bytes)
        except InvalidTag:
            return None


def _key(secret: str) -> tuple[str, bytes]:
    """A key of its own, so that what is sealed is never taken for what is signed."""
    key = hmac.digest(secret.encode(), b"alcuin safe 1", "sha256")
    return hmac.digest(key, b"kid", "sha256").hex()[:8], key
