"""Files as they cross the door."""

from datetime import datetime
from enum import IntEnum
from pathlib import Path
from uuid import UUID

import msgspec

from alcuin.kit.pace import Pace

RENDITION_TYPE = "image/webp"


class Access(IntEnum):
    """Who may read a file, as far as one room knows; the highest of all rooms counts."""

    NONE = 0
    PRIVATE = 1
    """This visitor may; no cache between us and them may keep it."""

    PUBLIC = 2
    """Anybody may."""


class MediaFile(msgspec.Struct, frozen=True, kw_only=True):
    """An uploaded file. `course_id` is the course it was uploaded into; None: personal.

    `bytes`, `type`, `sha256`, `width` and `height` are those of the main file; `widths` and
    `rendition_bytes` go together and tell of smaller images, as WebP; `stored_bytes` is
    all of them.
    """

    id: UUID
    owner_id: UUID
    course_id: UUID | None
    name: str
    type: str
    sha256: bytes
    bytes: int
    stored_bytes: int
    width: int | None
    height: int | None
    widths: list[int]
    rendition_bytes: list[int]
    created_at: datetime


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose bytes lie in the store and are nobody's yet: removed unless it is added."""

    id: UUID
    name: str
    type: str
    sha256: bytes
    bytes: int
    stored_bytes: int
    width: int | None
    height: int | None
    widths: tuple[int, ...]
    rendition_bytes: tuple[int, ...]


class Space(msgspec.Struct, frozen=True):
    """Room taken by a person's own files or by a course's."""

    bytes: int
    files: int


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """In bytes: the largest file, and what a person's and a course's files may take together."""

    file_bytes: int = 20_000_000
    person_bytes: int = 200_000_000
    course_bytes: int = 2_000_000_000


class Workshop(msgspec.Struct, frozen=True):
    """Where files lie while they are received and looked into; how large, how slow they may be."""

    folder: Path
    bounds: Bounds
    pace: Pace = Pace()
