"""The file: a plain tar that standard tools list, unpack and check (`sha256sum --check`).

It is read by the lines below and not by tarfile, which follows links, sparse files and
extended headers of any size: here a backup holds plain files under known names, each once and
in order, and nothing else. Both ways need memory for one piece only.
"""

import tarfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO

from alcuin.ops.backup import names
from alcuin.ops.backup.data import Kind, Place
from alcuin.ops.backup.errors import BackupBroken

BLOCK = 512
PIECE = 1 << 20
END = bytes(2 * BLOCK)


class Writer:
    """Adds parts to a backup."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        self._file = file
        self._at = at
        self._sums = TemporaryFile()  # noqa: SIM115  lives as long as this; closed with it
        self.bytes = 0

    def add(self, name: str, size: int, pieces: Iterable[bytes]) -> None:
        """Add a part of exactly `size` bytes."""
        self._sums.write(_sum_line(self._add(name, size, pieces), name))

    def finish(self) -> None:
        """Add the checksums and the end."""
        size = self._sums.tell()
        self._sums.seek(0)
        with self._sums as sums:
            self._add(names.SUMS, size, iter(lambda: sums.read(PIECE), b""))
        self._write(END)

    def _add(self, name: str, size: int, pieces: Iterable[bytes]) -> str:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._at
        self._write(info.tobuf(tarfile.USTAR_FORMAT))
        digest, left = sha256(), size
        for piece in pieces:
            digest.update(piece)
            left -= len(piece)
            self._write(piece)
        if left:
            raise ValueError(name)
        self._write(_padding(size))
        return digest.hexdigest()

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self.bytes += len(data)


class Part:
    """A part while it is read, as a file that ends where the part ends."""

    def __init__(self, file: BinaryIO, name: str, place: Place, size: int) -> None:
        self.name = name
        self.place = place
        self.size = size
        self._file = file
        self._left = size
        self._digest = sha256()

    def read(self, most: int = PIECE) -> bytes:
        """The next piece, empty at the end. Raises BackupBroken."""
        data = self._file.read(min(most, self._left))
        if not data and self._left:
            raise BackupBroken(f"it ends within {self.name}")
        self._left -= len(data)
        self._digest.update(data)
        return data

    def drain(self) -> None:
        """Read what nobody wanted, for the checksum, and the zeros after it."""
        while self.read():
            pass
        padding = _padding(self.size)
        if self._file.read(len(padding)) != padding:
            raise BackupBroken(f"it is damaged after {self.name}")

    @property
    def checksum(self) -> str:
        return self._digest.hexdigest()


class Walk:
    """Goes through a backup once, from its first part to its end. Raises BackupBroken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sums = sha256()

    def __iter__(self) -> Iterator[Part]:
        last: Place | None = None
        while (part := self._next()) is not None:
            if last is not None and part.place <= last:
                raise BackupBroken(f"{part.name} does not stand in its place")
            last = part.place
            yield part
            part.drain()
            self._judge(part)
        if last != Place(Kind.SUMS) or self._file.read(PIECE).strip(b"\0"):
            raise BackupBroken("its end is not where it was written")

    @property
    def digest(self) -> str:
        """Of the checksums of all parts that were passed."""
        return self._sums.hexdigest()

    def _judge(self, part: Part) -> None:
        if part.place.kind is not Kind.SUMS:
            self._sums.update(_sum_line(part.checksum, part.name))
        elif part.checksum != self.digest:
            raise BackupBroken(
                "it was damaged after it was written (to see where: "
                f"tar xf FILE && sha256sum --check {names.SUMS})"
            )

    def _next(self) -> Part | None:
        block = self._file.read(BLOCK)
        if block == bytes(BLOCK):
            return None
        try:
            info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, ValueError):
            raise BackupBroken("it ends too early, or is no backup at all") from None
        place = names.find_place(info.name)
        if place is None or info.type != tarfile.REGTYPE or info.linkname or info.size < 0:
            raise BackupBroken("something stands in it that no backup holds")
        return Part(self._file, info.name, place, info.size)


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


def _sum_line(checksum: str, name: str) -> bytes:
    return f"{checksum}  {name}\n".encode()
