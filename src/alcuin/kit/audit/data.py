"""The chain of hashes over the audit, and what verifying it finds."""

from datetime import datetime

import msgspec


class Head(msgspec.Struct, frozen=True):
    """How far the chain has come. Written down elsewhere, it proves all that stood before it."""

    position: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.position}:{self.hash.hex()}"


class Unsealed(msgspec.Struct, frozen=True):
    """An entry that the chain does not hold yet, its content as it is hashed."""

    id: int
    content: str


class Link(msgspec.Struct, frozen=True):
    """One place of the chain beside the entry that stands there now; None where it is gone."""

    position: int
    audit_id: int
    hash: bytes
    content: str | None


class Waiting(msgspec.Struct, frozen=True):
    """Entries that no place of the chain holds."""

    entries: int
    since: datetime | None


class Whole(msgspec.Struct, frozen=True):
    """Every sealed entry is as it was written."""

    head: Head | None
    waiting: Waiting


class Broken(msgspec.Struct, frozen=True):
    """The first place where the chain does not hold, and the entry that stood there."""

    position: int
    audit_id: int | None
    fault: str
