"""What a password may be (NIST SP 800-63B, 3.1.1): long and not to be guessed, nothing else."""

import unicodedata
from functools import cache

from alcuin.kit.problems import FieldError

SHORTEST = 8
LONGEST = 256
COMMON_PASSWORDS = 30_000
TELLING_LENGTH = 4
"""A name of fewer letters is in too many good passwords to be refused."""


def normal_password(text: str) -> str:
    """One spelling whatever keyboard it was typed on (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def flaw_of_password(
    password: str, *, email: str, name: str, pointer: str = "/password"
) -> FieldError | None:
    """What is wrong with a password for this person, if anything."""
    if not SHORTEST <= len(password) <= LONGEST:
        return FieldError(
            pointer, f"A password has {SHORTEST} to {LONGEST} characters.", "password_length"
        )
    if password.casefold() in common_passwords():
        return FieldError(
            pointer,
            f"This is one of the {COMMON_PASSWORDS:,} most common passwords.",
            "password_common",
        )
    if any(word in password.casefold() for word in telling_words(email, name)):
        return FieldError(
            pointer, "A password does not contain your name or address.", "password_telling"
        )
    return None


def telling_words(email: str, name: str) -> list[str]:
    """What somebody who knows the person would try first."""
    local, _, _ = email.partition("@")
    words = [local, name.replace(" ", ""), *name.split()]
    return [word.casefold() for word in words if len(word) >= TELLING_LENGTH]


@cache
def common_passwords() -> frozenset[str]:
    """Words of the packaged list that are long enough to be tried at all."""
    # Imported when the first password is chosen: it takes 15 MB and an eighth of a second,
    # which workers that never see one need not spend.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  as said

    listed: list[str] = FREQUENCY_LISTS["passwords"]
    return frozenset(word.casefold() for word in listed if len(word) >= SHORTEST)
