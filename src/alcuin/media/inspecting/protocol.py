"""What a child is told over its standard input and answers over its output, as JSON.

Files go as descriptors: the child never learns a path.
"""

from typing import TypeAlias

import msgspec

from alcuin.media.inspecting.types import ImageType, StoredImageType


class ImageTask(msgspec.Struct, frozen=True, tag="image"):
    """Make an image anew into `stored`, and smaller ones of it, by width."""

    media_type: ImageType
    source: int
    stored: int
    renditions: dict[int, int]


class PdfTask(msgspec.Struct, frozen=True, tag="pdf"):
    """Look into a PDF."""

    source: int


class ImageMade(msgspec.Struct, frozen=True, tag="image"):
    """`widths` are those of the renditions that were written."""

    media_type: StoredImageType
    width: int
    height: int
    widths: tuple[int, ...]


class PdfFine(msgspec.Struct, frozen=True, tag="pdf"):
    """Nothing speaks against it."""

    pages: int


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The file cannot be taken; as FileRefused says it."""

    reason: str
    sentence: str


Task: TypeAlias = ImageTask | PdfTask
Answer: TypeAlias = ImageMade | PdfFine | Refused
