"""Asking for a list of courses."""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from alcuin.catalog.data.courses import Difficulty
from alcuin.kit.paging import Paging


class Sort(StrEnum):
    """Orders of the public list. A search is ordered by how well a course fits."""

    NEWEST = "NEWEST"
    TITLE = "TITLE"


class CourseQuery(Paging, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Filters of the list of courses; those left out do not narrow it."""

    category: Annotated[str, Meta(max_length=100)] | None = None
    difficulty: Difficulty | None = None
    tag: Annotated[str, Meta(max_length=50)] | None = None
    search: (
        Annotated[
            str,
            Meta(
                max_length=200,
                description="Words, or their beginnings from three letters on, of titles and texts;"
                " where there are none, parts of words of titles. Ten words are read.",
            ),
        ]
        | None
    ) = None
    sort: Sort = Sort.NEWEST
    staff: Annotated[
        Literal["me"] | None, Meta(description="Courses that you teach, drafts among them.")
    ] = None


class CardPage(msgspec.Struct, frozen=True):
    """A page of the catalog; `cards` are JSON texts joined by commas, as they are stored."""

    cards: str
    total: int
    total_is_lower_bound: bool = False
    next_cursor: str | None = None


class Terms(msgspec.Struct, frozen=True):
    """A search as PostgreSQL reads it: words with prefixes, words to stem, parts of words.

    Lexemes of `prefixes` stand between `LEXEME_QUOTE`s, which become quotes in the statement.
    """

    prefixes: str
    words: str
    parts: str


LEXEME_QUOTE = "\x01"
"""In no word, with accents or without; the statement spells it too."""
