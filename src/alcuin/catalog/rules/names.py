"""Names that stand in addresses and filters, made from what people type."""

import re
import unicodedata
from uuid import UUID

RESERVED_SLUGS = frozenset({"generate", "import"})
"""Paths that stand beside /api/courses/:id."""

_LONGEST_MADE = 80
_LONGEST_KEY = 100


def slug_from(title: str) -> str:
    """Make a slug: ASCII, at most 80 letters; `course` where the title leaves nothing."""
    ascii_only = _folded(title).encode("ascii", "ignore").decode()
    made = _hyphenated(ascii_only)[:_LONGEST_MADE].strip("-") or "course"
    return f"{made}-course" if is_reserved(made) else made


def category_key(name: str) -> str:
    """Make what tells categories apart, in any script; empty where nothing is left."""
    return _hyphenated(_folded(name))[:_LONGEST_KEY].strip("-")


def is_reserved(slug: str) -> bool:
    """Whether this slug would be read as something else: another path, or an id."""
    if slug in RESERVED_SLUGS:
        return True
    try:
        UUID(slug)
    except ValueError:
        return False
    return True


def course_ref(text: str) -> UUID | str:
    """Read the `:id` of a course's address, which may be its slug."""
    try:
        return UUID(text)
    except ValueError:
        return text


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def _hyphenated(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text).strip("-")
