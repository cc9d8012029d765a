"""A school worth keeping: people, a course, progress, files, readers at different places."""

import shutil
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import asyncpg
import msgspec

from alcuin.adapters.files import FolderFiles
from alcuin.kit.db import Conn, Database
from alcuin.kit.events import Event, Projection, Reaction, Recorded, prepare_readers, record
from alcuin.kit.events.following import Step, advance
from alcuin.media import Bounds, add_file, store_file
from alcuin.ops.backup import Taken, examine, restore, take
from alcuin.ops.backup.container import Walk, Writer
from alcuin.ops.backup.data import Copied, Kind, Manifest
from alcuin.ops.backup.fingerprint import Fingerprint
from tests.media.samples import photo
from tests.progress.classroom import Classroom, Member

BOUNDS = Bounds()


async def founded(database: Database) -> Classroom:
    """A course half studied by two people."""
    room = Classroom(database)
    course = await room.course({"Suns": ["Heat", "Light"], "Moons": ["Tides", "Phases"]})
    for name, sections in (("Ada", ["Heat", "Light"]), ("Bo\tb\\\n", ["Tides"])):
        learner = await room.somebody(name)
        await learner.enrolls(course)
        for section in sections:
            assert (await learner.completes(course, section)).is_success
    return room


async def uploaded(database: Database, files: FolderFiles, owner: Member) -> str:
    """A photo with smaller images; the name of its folder in the store."""
    folder = Path(mkdtemp(prefix="alcuin-test-"))
    (folder / "photo.jpg").write_bytes(photo(width=1000, height=700))
    stored = await store_file(database, files, folder / "photo.jpg", "photo.jpg")
    shutil.rmtree(folder)
    async with database.transaction() as conn:
        added = await add_file(conn, stored, owner.id, None, BOUNDS)
    assert added.widths
    return str(added.id)


class Site(msgspec.Struct):
    """An installation: what the application's role and the owner connect to, and the files."""

    url: str
    owner: str
    folder: Path

    @property
    def files(self) -> FolderFiles:
        return FolderFiles(self.folder)

    async def taken(self) -> tuple[BytesIO, Taken]:
        archive = BytesIO()
        told = await take(self.owner, self.files, archive)
        return archive, told

    async def restored(self, archive: BytesIO) -> None:
        await restore(self.owner, archive, examine(archive), self.files)

    async def rows(self) -> dict[str, Copied]:
        """Every table with its rows and their checksum."""
        return (await self.taken())[1].manifest.tables

    async def keys(self) -> list[str]:
        return sorted([key async for key in self.files.keys()])  # noqa: SIM118  no mapping

    async def value(self, sql: str, *args: object) -> Any:
        return await value(self.owner, sql, *args)


async def value(url: str, sql: str, *args: object) -> Any:
    conn = await asyncpg.connect(url)
    try:
        return await conn.fetchval(sql, *args)
    finally:
        await conn.close()


# ------------------------------------------------------------------ readers that take notes


def noting(name: str) -> Projection:
    async def apply(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
        for event in events:
            await conn.run("insert into noted values ($1, $2)", f"{name}.{generation}", event.id)

    async def forget(conn: Conn, generation: int) -> None:
        await conn.run("delete from noted where reader = $1", f"{name}.{generation}")

    return Projection(name, {"test.happened": 1}, apply, forget)


async def _react(conn: Conn, events: Sequence[Recorded]) -> None:
    for event in events:
        await conn.run("insert into noted values ('reacting', $1)", event.id)


REACTING = Reaction("test.reacting", {"test.happened": 1}, _react)
NOTED = """
create table noted (reader text, event_id bigint);
comment on table noted is 'kit: what readers of a test took';
grant all on noted to public;
"""


async def happen(database: Database, count: int) -> None:
    for _ in range(count):
        async with database.transaction() as conn:
            await record(conn, Event(kind="test.happened"))


async def catch_up(database: Database, *readers: Projection | Reaction) -> None:
    await prepare_readers(database, readers)
    for reader in readers:
        reached = 0  # the first time perhaps a target of long ago
        while reached < 2:
            reached += await advance(database, reader) is Step.REACHED


async def stay_behind(database: Database, reader: Projection, after: int) -> None:
    """Take so many events of the target and no more."""
    await prepare_readers(database, [reader])
    await advance(database, reader, limit=after)


# ------------------------------------------------------------------ forging


def forged(
    archive: BytesIO,
    *,
    rows: dict[str, bytes] | None = None,
    manifest: dict[str, object] | None = None,
    head: dict[str, object] | None = None,
) -> BytesIO:
    """The same backup with other rows, and with all checksums right again."""
    contents, made = examine(archive), BytesIO()
    writer = Writer(made, 0)
    archive.seek(0)
    for part in Walk(archive):
        data = b"".join(iter(part.read, b""))
        if part.place.kind is Kind.HEAD and head:
            data = msgspec.json.encode(msgspec.structs.replace(contents.head, **head))
        elif part.place.kind is Kind.TABLE and part.place.group in (rows or {}):
            data = (rows or {})[part.place.group]
        elif part.place.kind is Kind.MANIFEST:
            data = msgspec.json.encode(_amended(contents.manifest, rows or {}, manifest or {}))
        if part.place.kind is not Kind.SUMS:
            writer.add(part.name, len(data), [data])
    writer.finish()
    return made


def _amended(manifest: Manifest, rows: dict[str, bytes], changes: dict[str, object]) -> Manifest:
    tables = dict(manifest.tables)
    for name, text in rows.items():
        counted = Fingerprint()
        counted.add(text)
        tables[name] = msgspec.structs.replace(
            tables[name], rows=counted.rows, checksum=counted.checksum
        )
    return msgspec.structs.replace(manifest, **({"tables": tables} | changes))


def part_of(archive: BytesIO, name: str) -> bytes:
    archive.seek(0)
    for part in Walk(archive):
        if part.name == name:
            return b"".join(iter(part.read, b""))
    raise LookupError(name)


def parts_of(archive: BytesIO) -> list[str]:
    archive.seek(0)
    return [part.name for part in Walk(archive)]
