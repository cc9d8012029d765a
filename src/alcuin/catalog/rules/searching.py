"""How a search is read: words, their beginnings, and a part of a title."""

import re

from alcuin.catalog.data.listing import Terms

_MOST_WORDS = 10
_SHORTEST_PREFIX = 3
"""One or two letters begin half of all words; they must be a whole word."""


def terms(search: str) -> Terms | None:
    """Read what somebody typed; None where it holds no word."""
    words = re.findall(r"\w+", search.lower())[:_MOST_WORDS]
    if not words:
        return None
    begun = [f"{word}:*" if len(word) >= _SHORTEST_PREFIX else word for word in words]
    return Terms(
        prefixes=" & ".join(begun),
        words=" ".join(words),
        part=f"%{_literal(search.strip())}%",
    )


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
