"""What stands in a backup beside the rows and files themselves."""

from datetime import datetime
from enum import IntEnum

import msgspec

FORMAT = 1
"""Rises when an older Alcuin could not read the file any more."""


class Kind(IntEnum):
    """Parts of a backup, in the order in which they stand."""

    HEAD = 0
    TABLE = 1
    FILE = 2
    MANIFEST = 3
    SUMS = 4


class Place(msgspec.Struct, frozen=True, order=True):
    """Which part it is: of a table its name and number, of a file its id and width (0: as sent)."""

    kind: Kind
    group: str = ""
    number: int = 0


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first part: by whom and when. All of it is known before the first row is read."""

    format: int
    alcuin: str
    revision: str
    postgresql: str
    system_identifier: int
    taken_at: datetime


class Table(msgspec.Struct, frozen=True):
    """A table as the database has it; what is generated is no column here."""

    name: str
    columns: list[str]


class Copied(msgspec.Struct, frozen=True):
    """A table in a backup. The checksum is the sum of the SHA-256 of its rows, in any order."""

    columns: list[str]
    rows: int
    checksum: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The last part but the checksums: what a whole backup holds."""

    tables: dict[str, Copied]
    sequences: dict[str, int]
    files: int
    file_bytes: int
    missing: int
    """Files that the store did not have, or had otherwise than it was given them."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


class Contents(msgspec.Struct, frozen=True):
    """A backup that was read through and found whole; `digest` is of all its checksums."""

    head: Head
    manifest: Manifest
    digest: str


class Kept(msgspec.Struct, frozen=True):
    """A file as the database tells of it."""

    id: str
    sha256: bytes
    widths: list[int]


class Taken(msgspec.Struct, frozen=True):
    """What came of a backup; `broken` names the first files that could not be taken along."""

    manifest: Manifest
    bytes: int
    broken: list[str]
