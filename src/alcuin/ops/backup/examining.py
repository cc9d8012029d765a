"""Reading a backup through before anything is done with it."""

from typing import BinaryIO, TypeVar

import msgspec

from alcuin.ops.backup.container import PIECE, Part, Walk
from alcuin.ops.backup.data import FORMAT, Contents, Head, Kind, Manifest
from alcuin.ops.backup.errors import BackupBroken, BackupNewer

T = TypeVar("T", Head, Manifest)


def examine(file: BinaryIO) -> Contents:
    """What a whole backup says of itself; needs memory for one piece of it.

    Raises BackupBroken where a byte is missing, changed or in the wrong place, BackupNewer.
    """
    file.seek(0)
    head: Head | None = None
    manifest: Manifest | None = None
    walk = Walk(file)
    for part in walk:
        if part.place.kind is Kind.HEAD:
            head = _decoded(part, Head)
            if head.format > FORMAT:
                raise BackupNewer(head.alcuin, head.revision)
        elif part.place.kind is Kind.MANIFEST:
            manifest = _decoded(part, Manifest)
    if head is None or manifest is None:
        raise BackupBroken("its first or last part is not there")
    return Contents(head, manifest, walk.digest)


def _decoded(part: Part, shape: type[T]) -> T:
    if part.size > PIECE:
        raise BackupBroken(f"{part.name} is too large")
    try:
        return msgspec.json.decode(b"".join(iter(part.read, b"")), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BackupBroken(f"{part.name} cannot be read") from None
