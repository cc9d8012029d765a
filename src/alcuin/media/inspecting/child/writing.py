"""Encoding: in which type an image is kept, and smaller ones for the web."""

import os
from io import BytesIO
from typing import Any

import msgspec
from PIL import Image

from alcuin.media.inspecting.child import colors
from alcuin.media.inspecting.child.scaling import to_width
from alcuin.media.inspecting.types import ImageType, StoredImageType


class Encoding(msgspec.Struct, frozen=True):
    """A format of Pillow's with its settings."""

    format: str
    settings: dict[str, Any]  # Any: numbers and switches, each format has its own


JPEG = Encoding("JPEG", {"quality": 85, "progressive": True, "optimize": True})
PNG = Encoding("PNG", {"compress_level": 6})
# Method 4 takes twice the time for 4 % less.
WEBP = Encoding("WEBP", {"quality": 90, "method": 2})
RENDITION = Encoding("WEBP", {"quality": 80, "method": 4})

# A PNG is kept, for screenshots and drawings must stay exact. But a photograph saved as PNG is
# some 10 times larger than it need be: from 1 MB on, WebP is taken where it is at most a third.
_LARGE_PNG_BYTES = 1_000_000
_MUCH = 3


def write(
    image: Image.Image, media_type: ImageType, source_bytes: int, target: int
) -> StoredImageType:
    """The type it was written in. An AVIF becomes WebP: encoding AVIF takes ten times as long."""
    if media_type == "image/jpeg":
        put(target, encoded(image, JPEG))
        return "image/jpeg"
    if media_type in ("image/webp", "image/avif"):
        put(target, encoded(image, WEBP))
        return "image/webp"
    if source_bytes > _LARGE_PNG_BYTES:
        webp = encoded(image, WEBP)
        if len(webp) * _MUCH <= source_bytes:
            put(target, webp)
            return "image/webp"
    put(target, encoded(image, PNG))
    return "image/png"


def write_renditions(image: Image.Image, targets: dict[int, int]) -> tuple[int, ...]:
    """The widths that were written: those smaller than the image."""
    widths = sorted(width for width in targets if width < image.width)
    whole = colors.plain(image) if widths else image
    for width in widths:
        put(targets[width], encoded(to_width(whole, width), RENDITION))
    return tuple(widths)


def encoded(image: Image.Image, encoding: Encoding) -> bytes:
    made = BytesIO()
    image.save(made, encoding.format, **encoding.settings)
    return made.getvalue()


def put(target: int, content: bytes) -> None:
    """Write to a descriptor, which stays open."""
    with os.fdopen(target, "wb", closefd=False) as file:
        file.write(content)
