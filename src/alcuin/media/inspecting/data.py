"""What is known of a file that may be taken."""

from pathlib import Path

import msgspec


class Rendition(msgspec.Struct, frozen=True):
    """The same image, smaller, as WebP."""

    width: int
    path: Path


class Inspected(msgspec.Struct, frozen=True, kw_only=True):
    """`path` is the file to store: the given one, or what was made of it, beside it.

    Files made here are the caller's to remove.
    """

    media_type: str
    path: Path
    width: int | None = None
    height: int | None = None
    renditions: tuple[Rendition, ...] = ()
