"""Where bytes lie, and which of an image's sizes answers a wish."""

from datetime import timedelta
from uuid import UUID

import msgspec

from alcuin.media.data import RENDITION_TYPE, MediaFile

UNCLAIMED = timedelta(minutes=45)
"""How long bytes lie that are nobody's: longer than any upload or reading takes, and with the
job that removes them, each five minutes, less than an hour."""

CHARSET = "; charset=utf-8"


class Blob(msgspec.Struct, frozen=True):
    """Bytes as they are sent. Those under one key never change, so the tag may name them."""

    key: str
    type: str
    bytes: int
    etag: str


def original_key(media_id: UUID) -> str:
    return f"{media_id}/original"


def rendition_key(media_id: UUID, width: int) -> str:
    return f"{media_id}/{width}.webp"


def blob_of(file: MediaFile, width: int | None) -> Blob:
    """The smallest image that is as wide as asked, else the file itself."""
    tag = file.sha256.hex()
    wide = [
        (known, size)
        for known, size in zip(file.widths, file.rendition_bytes, strict=True)
        if width is not None and known >= width
    ]
    if not wide:
        charset = CHARSET if file.type.startswith("text/") else ""
        return Blob(original_key(file.id), file.type + charset, file.bytes, tag)
    known, size = min(wide)
    return Blob(rendition_key(file.id, known), RENDITION_TYPE, size, f"{tag}-{known}")
