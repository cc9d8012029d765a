"""Restoring: rows and files of a backup into an empty installation, all of it or nothing."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

import asyncpg
import msgspec

from alcuin.kit.db import Conn
from alcuin.kit.files import Files
from alcuin.ops.backup import names
from alcuin.ops.backup.connecting import connected
from alcuin.ops.backup.container import Part, Walk
from alcuin.ops.backup.data import Contents, Kind, Manifest, Table
from alcuin.ops.backup.errors import BackupBroken, BackupUnfit, InUse, NotEmpty, SchemaAhead
from alcuin.ops.backup.fingerprint import Fingerprint
from alcuin.ops.backup.queries import catalog, copying, log
from alcuin.ops.backup.queries import files as file_queries

IMAGE = "image/webp"
"""Of the smaller images, which are ours."""


class Restored(msgspec.Struct, frozen=True):
    """What came back."""

    rows: int
    files: int
    missing: int
    """Files that rows tell of and the backup did not hold."""


async def require_empty(url: str, contents: Contents) -> None:
    """Nobody has an account, nobody is at work. Raises NotEmpty, InUse, SchemaAhead."""
    async with connected(url) as conn:
        if await catalog.has_people(conn):
            raise NotEmpty
        if await catalog.is_served(conn):
            raise InUse
        here = await catalog.find_revision(conn)
        if here is not None and here > contents.head.revision:
            raise SchemaAhead(here, contents.head.revision)


async def restore(url: str, file: BinaryIO, contents: Contents, files: Files) -> Restored:
    """Fill a database whose schema is the backup's. Raises BackupUnfit, BackupBroken, NotEmpty.

    A backup is data and nothing else: no statement, name or path of it is carried out. Rows go
    through COPY into our own tables, where every constraint holds for them; foreign keys and
    indexes are taken down before and put up again after. Each table is read back and compared.
    Files are stored within the transaction, so that rows and files come back together; nobody
    else is on the database.
    """
    try:
        async with connected(url) as conn, conn.raw.transaction():
            tables = await _emptied(conn, contents.manifest)
            props = await catalog.list_props(conn)
            for prop in props:
                await conn.raw.execute(prop.down)
            await catalog.empty(conn, tables)
            stored = await _pour(conn, file, contents, files)
            await _compare(conn, contents.manifest)
            for prop in reversed(props):
                await conn.raw.execute(prop.up)
            await _go_on_from(conn, contents.manifest)
            await catalog.analyze(conn, tables)
            return Restored(contents.manifest.rows, stored, await _count_missing(conn, stored))
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as fault:
        raise BackupUnfit(str(fault)) from fault


async def _emptied(conn: Conn, manifest: Manifest) -> list[Table]:
    """Our tables, which are those of the backup, with nobody in them and nobody about to be."""
    await catalog.lock_people(conn)
    if await catalog.has_people(conn):
        raise NotEmpty
    tables = await catalog.list_tables(conn)
    ours = {t.name: sorted(t.columns) for t in tables if t.name not in copying.LEFT_OUT}
    theirs = {name: sorted(copied.columns) for name, copied in manifest.tables.items()}
    if ours != theirs:
        wrong = sorted({*ours, *theirs} - {n for n in ours if ours[n] == theirs.get(n)})
        raise BackupUnfit(f"it differs in {', '.join(wrong)}")
    return tables


async def _pour(conn: Conn, file: BinaryIO, contents: Contents, files: Files) -> int:
    """Everything of the backup, part by part; answers how many files."""
    file.seek(0)
    stored = 0
    walk = Walk(file)
    for part in walk:
        if part.place.kind is Kind.TABLE:
            await _copy(conn, part, contents.manifest)
        elif part.place.kind is Kind.FILE:
            await _store(conn, part, files)
            stored += 1
    if walk.digest != contents.digest:
        raise BackupBroken("it was changed while it was read")
    return stored


async def _copy(conn: Conn, part: Part, manifest: Manifest) -> None:
    copied = manifest.tables.get(part.place.group)
    if copied is None:
        raise BackupUnfit(f"its manifest does not name {part.name}")
    await conn.raw.copy_to_table(
        part.place.group, source=part, columns=copied.columns, format="text", freeze=True
    )


async def _store(conn: Conn, part: Part, files: Files) -> None:
    """A file, if a row tells of it and its bytes are those that the row tells of."""
    known = await file_queries.find_file(conn, part.place.group)
    width = part.place.number
    if known is None or (width and width not in known.widths):
        raise BackupUnfit(f"no row tells of {part.name}")
    with NamedTemporaryFile() as body:
        while piece := part.read():
            body.write(piece)
        body.flush()
        if not width and part.checksum != known.sha256.hex():
            raise BackupUnfit(f"{part.name} has other bytes than its row says")
        await files.put(names.key_of(part.place), Path(body.name), IMAGE if width else known.type)


async def _compare(conn: Conn, manifest: Manifest) -> None:
    """Read every table back."""
    for name, copied in manifest.tables.items():
        found = await fingerprint_of(conn, name, copied.columns)
        if (found.rows, found.checksum) != (copied.rows, copied.checksum):
            raise BackupUnfit(f"{name} has other rows than were written")


async def fingerprint_of(conn: Conn, name: str, columns: list[str]) -> Fingerprint:
    """The fingerprint of a table as it stands."""
    found = Fingerprint()

    async def add(lines: bytes) -> None:
        found.add(lines)

    await conn.raw.copy_from_query(copying.standing(name, columns), output=add)
    return found


async def _go_on_from(conn: Conn, manifest: Manifest) -> None:
    """Numbers go on where they were, and so do the readers of the log."""
    known = await catalog.list_sequence_names(conn)
    for name, last in manifest.sequences.items():
        if name not in known:
            raise BackupUnfit(f"there is no sequence {name}")
        await catalog.set_sequence(conn, name, last)
    await log.bring_home(conn)
    if not await log.is_log_in_the_past(conn):
        raise BackupUnfit("its log names transactions that are yet to come")


async def _count_missing(conn: Conn, stored: int) -> int:
    if not await file_queries.has_files(conn):
        return 0
    return await file_queries.count_files(conn) - stored
