"""What rendering hands back."""

from typing import Literal
from uuid import UUID

import msgspec

NoteKind = Literal["tag", "attribute", "link", "image", "footnote", "formula", "code", "plain"]


class RenderNote(msgspec.Struct, frozen=True):
    """One thing that is shown otherwise than it was written.

    `kind` says what it is about: a `tag` or `attribute` that is not allowed (its text
    stays), a `link` or `image` whose address is not allowed (its text stays, or a link
    instead of the image), a `footnote` that nothing refers to (left out), a `formula` that
    could not be read (shown as code), `code` that is not highlighted, and `plain` for a
    section shown as plain text.
    """

    kind: NoteKind
    detail: str


class Rendered(msgspec.Struct, frozen=True):
    """A section as learners see it. `words` counts what they read, `files` are ours in it."""

    html: str
    notes: list[RenderNote]
    words: int
    files: frozenset[UUID] = frozenset()
