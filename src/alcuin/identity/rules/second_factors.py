"""Codes of authenticator apps and backup codes (RFC 6238, NIST SP 800-63B 3.1.2)."""

import hashlib
import hmac
from base64 import b32encode

import pyotp

from alcuin.identity.data.second_factors import Factor

ISSUER = "Alcuin"
STEP_SECONDS = 30
SKEW_STEPS = 1
"""How far a phone's clock may be off, either way."""

CODE_DIGITS = 6
BACKUP_CODES = 10
BACKUP_BYTES = 15
"""120 bits: from 112 on a plain hash keeps a code, and no secret key has to (ASVS 6.5.2)."""

GROUP = 6
SECRET_BYTES = 20


def secret_of(random: str) -> str:
    """A secret of 160 bits in base32, made of a text that nobody can guess."""
    return b32encode(hashlib.sha256(random.encode()).digest()[:SECRET_BYTES]).decode()


def uri_of(secret: str, email: str) -> str:
    """What an app reads from a picture: `otpauth://totp/...`."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def backup_code_of(random: str) -> str:
    """Four groups of six letters and digits, none of which looks like another."""
    code = b32encode(hashlib.sha256(random.encode()).digest()[:BACKUP_BYTES]).decode().lower()
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def typed(code: str) -> str:
    """A code without what people type to read it more easily."""
    return "".join(sign for sign in code if sign.isalnum()).lower()


def is_of_an_app(code: str) -> bool:
    return len(code) == CODE_DIGITS and code.isascii() and code.isdigit()


def step_of(code: str, secret: str, factor: Factor) -> int | None:
    """The newest step whose code this is, of those near now and after the last one used."""
    if not is_of_an_app(code):
        return None
    app = pyotp.HOTP(secret)
    nearby = range(factor.step + SKEW_STEPS, factor.step - SKEW_STEPS - 1, -1)
    right = [step for step in nearby if hmac.compare_digest(app.at(step), code)]
    return next((step for step in right if step > factor.last_step), None)
