"""Taking a backup of a running system: rows of one snapshot, and the files they tell of."""

from collections.abc import Iterator
from hashlib import sha256
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, BinaryIO

import msgspec

import alcuin
from alcuin.kit.db import Conn
from alcuin.kit.files import FileMissing, Files
from alcuin.media import REMOVAL_LOCK
from alcuin.ops.backup import names
from alcuin.ops.backup.connecting import connected
from alcuin.ops.backup.container import PIECE, Writer
from alcuin.ops.backup.data import FORMAT, Copied, Head, Kept, Kind, Manifest, Place, Table, Taken
from alcuin.ops.backup.errors import NothingToTake
from alcuin.ops.backup.fingerprint import Fingerprint
from alcuin.ops.backup.queries import catalog, copying
from alcuin.ops.backup.queries import files as file_queries

PART_BYTES = 8 << 20
"""Rows of a table go into parts of about this size: a tar wants sizes before bytes."""

TOLD = 20
"""So many broken files are named; all are counted."""


async def take(url: str, files: Files, target: BinaryIO) -> Taken:
    """Write everything to `target`, from first to last. Raises NothingToTake, FilesAway.

    The snapshot ends with the last row, so that vacuum is not kept waiting by files. Their
    bytes never change, and their remover is kept away until the end of this session.
    """
    async with connected(url) as conn:
        await file_queries.lock_removal(conn, REMOVAL_LOCK)
        with TemporaryFile() as listed:
            writer, tables, sequences = await _take_rows(conn, target, listed)
            listed.seek(0)
            taken = _Files(files, writer)
            for line in listed:
                await taken.add(msgspec.json.decode(line, type=Kept))
    manifest = Manifest(
        tables=tables,
        sequences=sequences,
        files=taken.count,
        file_bytes=taken.bytes,
        missing=taken.missing,
    )
    _add_json(writer, names.MANIFEST, manifest)
    writer.finish()
    return Taken(manifest, writer.bytes, taken.broken)


async def _take_rows(
    conn: Conn, target: BinaryIO, listed: IO[bytes]
) -> tuple[Writer, dict[str, Copied], dict[str, int]]:
    """Head and tables; what files there are is noted in `listed`, as there may be millions."""
    await catalog.lock_schema(conn)  # before the snapshot, which sees one schema only
    async with conn.raw.transaction(isolation="repeatable_read", readonly=True):
        head = await _head(conn)
        writer = Writer(target, int(head.taken_at.timestamp()))
        _add_json(writer, names.HEAD, head)
        tables = {
            table.name: await _take_table(conn, table, writer)
            for table in await catalog.list_tables(conn)
            if table.name not in copying.LEFT_OUT
        }
        if await file_queries.has_files(conn):
            async for kept in file_queries.each_file(conn):
                listed.write(msgspec.json.encode(kept) + b"\n")
        # Sequences know no snapshot; read last, they are ahead of every row.
        sequences = await catalog.list_sequences(conn)
    await catalog.unlock_schema(conn)
    return writer, tables, sequences


async def _head(conn: Conn) -> Head:
    revision = await catalog.find_revision(conn)
    if revision is None:
        raise NothingToTake
    origin = await catalog.get_origin(conn)
    return Head(
        format=FORMAT,
        alcuin=alcuin.__version__,
        revision=revision,
        postgresql=origin.postgresql,
        system_identifier=origin.system_identifier,
        taken_at=origin.taken_at,
    )


async def _take_table(conn: Conn, table: Table, writer: Writer) -> Copied:
    rows = _Rows(table.name, writer)
    await conn.raw.copy_from_query(copying.leaving(table), output=rows.add)
    rows.flush()
    return Copied(table.columns, rows.fingerprint.rows, rows.fingerprint.checksum)


class _Rows:
    """Lines of one table on their way into parts."""

    def __init__(self, table: str, writer: Writer) -> None:
        self.fingerprint = Fingerprint()
        self._table = table
        self._writer = writer
        self._pending: list[bytes] = []
        self._size = 0
        self._parts = 0

    async def add(self, lines: bytes) -> None:
        self.fingerprint.add(lines)
        self._pending.append(lines)
        self._size += len(lines)
        if self._size >= PART_BYTES:
            self.flush()

    def flush(self) -> None:
        if self._pending:
            self._parts += 1
            name = names.name_of(Place(Kind.TABLE, self._table, self._parts))
            self._writer.add(name, self._size, self._pending)
            self._pending, self._size = [], 0


class _Files:
    """Files on their way from the store, each looked at before it is written."""

    def __init__(self, files: Files, writer: Writer) -> None:
        self._files = files
        self._writer = writer
        self.count = self.bytes = self.missing = 0
        self.broken: list[str] = []

    async def add(self, kept: Kept) -> None:
        """The file as it was sent, and its smaller images."""
        for width in (0, *sorted(kept.widths)):
            place = Place(Kind.FILE, kept.id, width)
            with SpooledTemporaryFile(max_size=PART_BYTES) as body:
                checksum = await self._fetched(names.key_of(place), body)
                if checksum is None or (width == 0 and checksum != kept.sha256):
                    self._miss(names.key_of(place))
                    continue
                self._write(names.name_of(place), body)

    async def _fetched(self, key: str, body: IO[bytes]) -> bytes | None:
        digest = sha256()
        try:
            async for piece in self._files.read(key):
                digest.update(piece)
                body.write(piece)
        except FileMissing:
            return None
        return digest.digest()

    def _write(self, name: str, body: IO[bytes]) -> None:
        size = body.tell()
        body.seek(0)
        self._writer.add(name, size, _pieces(body))
        self.count += 1
        self.bytes += size

    def _miss(self, key: str) -> None:
        self.missing += 1
        if len(self.broken) < TOLD:
            self.broken.append(key)


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: body.read(PIECE), b"")


def _add_json(writer: Writer, name: str, value: msgspec.Struct) -> None:
    data = msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
    writer.add(name, len(data), [data])
