"""What an address, a name, a time zone may be, and which two addresses are one person's."""

import re
import unicodedata
import zoneinfo
from functools import cache
from typing import Any

import msgspec

from alcuin.identity.data import Profile, ProfileEdit, User
from alcuin.kit.problems import FieldError, Invalid

NAME_LENGTH = 100
EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
LOCAL_PART_LENGTH = 64
KEY_LENGTH = 300  # of `email_key`, as its column has it: folding case can lengthen a text
METADATA_BYTES = 4096

# Bidirectional controls make a name read as another; all other controls have no place in one.
# The joiners U+200C and U+200D are format characters too, but Persian and Hindi need them.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def require(*flaws: FieldError | None) -> None:
    """Refuse all flaws at once."""
    if found := [flaw for flaw in flaws if flaw]:
        raise Invalid(*found)


def normal_name(text: str) -> str:
    """One spelling for what looks the same (NFC), spaces in single file."""
    return " ".join(word for word in unicodedata.normalize("NFC", text).split(" ") if word)


def flaw_of_name(name: str) -> FieldError | None:
    if not 1 <= len(name) <= NAME_LENGTH:
        return FieldError("/name", f"A name has 1 to {NAME_LENGTH} characters.", "length")
    if any(is_hidden(sign) for sign in name):
        return FieldError("/name", "A name has no invisible control characters.", "characters")
    return None


def is_hidden(sign: str) -> bool:
    """A character that shows nothing, or changes how its neighbors show."""
    return sign in BIDI or (sign not in JOINERS and unicodedata.category(sign) in HIDDEN)


def normal_email(text: str) -> str:
    """The address as the person writes it, for the envelope of a letter."""
    return unicodedata.normalize("NFC", text).strip()


def email_key(email: str) -> str:
    """The one form that tells two people apart.

    Case, width and composition do not make another person (NFKC, case folded), nor does the
    way a domain is written (IDNA). Dots and +tags do: only the receiving server knows about
    those. Raises ValueError for a domain that cannot be.
    """
    local, _, domain = unicodedata.normalize("NFKC", email).rpartition("@")
    folded = unicodedata.normalize("NFKC", local.casefold())
    return f"{folded}@{domain.casefold().encode('idna').decode()}"


def claimed_key(text: str) -> str:
    """As `email_key`, for whatever somebody types to sign in; no address is refused there."""
    try:
        return email_key(normal_email(text))
    except ValueError:
        return text.casefold()


def flaw_of_email(email: str) -> FieldError | None:
    return None if _is_address(email) else FieldError("/email", "This is no address.", "email")


def _is_address(email: str) -> bool:
    # Judged by what it is known by: one wide sign may stand for an @, or for 18 letters.
    local, at, domain = unicodedata.normalize("NFKC", email).rpartition("@")
    if not (at and 1 <= len(local) <= LOCAL_PART_LENGTH and len(email) <= EMAIL_LENGTH):
        return False
    if any(is_hidden(sign) or sign.isspace() or sign in '@"<>(),;:\\' for sign in local + domain):
        return False
    try:
        key = email_key(email)
    except ValueError:
        return False
    return len(key) <= KEY_LENGTH and bool(DOMAIN.fullmatch(key.rpartition("@")[2]))


def changed_profile(me: User, edit: ProfileEdit) -> Profile:
    """The profile as it will be. Raises Invalid with every flaw."""
    profile = Profile(
        name=me.name if edit.name is None else normal_name(edit.name),
        time_zone=me.time_zone if edit.time_zone is None else edit.time_zone,
        language=me.language if edit.language is None else edit.language,
        metadata=me.metadata if edit.metadata is None else edit.metadata,
    )
    require(
        flaw_of_name(profile.name),
        flaw_of_time_zone(profile.time_zone),
        flaw_of_language(profile.language),
        flaw_of_metadata(profile.metadata),
    )
    return profile


def flaw_of_time_zone(name: str) -> FieldError | None:
    if name in time_zones():
        return None
    return FieldError("/timeZone", "This is no IANA time zone, like Europe/Vienna.", "time_zone")


@cache
def time_zones() -> frozenset[str]:
    """Zones that both Python and PostgreSQL know, which leaves out names of one system."""
    return frozenset(zoneinfo.available_timezones()) - {"Factory", "localtime", "posixrules"}


def flaw_of_language(tag: str) -> FieldError | None:
    if LANGUAGE.fullmatch(tag):
        return None
    return FieldError("/language", "This is no language tag, like en or pt-BR.", "language")


def flaw_of_metadata(metadata: dict[str, Any]) -> FieldError | None:  # Any: somebody's JSON
    if len(msgspec.json.encode(metadata)) <= METADATA_BYTES:
        return None
    return FieldError(
        "/metadata", f"Metadata has at most {METADATA_BYTES} bytes of JSON.", "length"
    )


def like_pattern(part: str) -> str:
    """A LIKE pattern for texts that contain `part`, whatever characters it has."""
    literal = part.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%"
