"""How a search is read: words, their beginnings, and parts of words."""

import re

from alcuin.catalog.data.listing import LEXEME_QUOTE, Terms

_MOST_WORDS = 10
_SHORTEST_PREFIX = 3
"""One or two letters begin half of all words; they must be a whole word."""


def terms(search: str) -> Terms | None:
    """Read what somebody typed; None where it holds no word."""
    words = re.findall(r"[^\W_]+", search.lower())[:_MOST_WORDS]
    if not words:
        return None
    return Terms(
        prefixes=" & ".join(map(_lexeme, words)),
        words=" ".join(words),
        parts=" ".join(search.split()[:_MOST_WORDS]),
    )


def _lexeme(word: str) -> str:
    ending = ":*" if len(word) >= _SHORTEST_PREFIX else ""
    return f"{LEXEME_QUOTE}{word}{LEXEME_QUOTE}{ending}"
