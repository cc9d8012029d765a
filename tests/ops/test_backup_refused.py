"""Backups that are damaged, forged or of another time: refused with a sentence, nothing changed."""

import tarfile
from collections.abc import Iterator
from io import BytesIO
from random import Random

import pytest

from alcuin.kit.db import Database
from alcuin.ops.backup import (
    BackupBroken,
    BackupNewer,
    BackupRefusal,
    BackupUnfit,
    SchemaAhead,
    examine,
    require_empty,
    restore,
)
from alcuin.ops.backup.container import BLOCK, END, Writer
from tests.ops import school
from tests.ops.school import Site

FILE = "media/00000000-0000-0000-0000-000000000000/original"


@pytest.fixture
async def archive(database: Database, here: Site) -> BytesIO:
    room = await school.founded(database)
    await school.uploaded(database, here.files, await room.teacher())
    return (await here.taken())[0]


def parts_with_links_and_paths() -> Iterator[tuple[str, bytes]]:
    """Headers of parts that no backup holds."""
    kinds = {
        "../escaped": tarfile.REGTYPE,
        "/etc/cron.d/escaped": tarfile.REGTYPE,
        "media/../../escaped": tarfile.REGTYPE,
        "tables/../app_user/000001.copy": tarfile.REGTYPE,
        "tables/app_user/000001.copy/": tarfile.REGTYPE,
        "tables/App_User/000001.copy": tarfile.REGTYPE,
        "media/x/original": tarfile.REGTYPE,
        "notes.txt": tarfile.REGTYPE,
        FILE: tarfile.SYMTYPE,
        FILE + "#hard": tarfile.LNKTYPE,
        FILE + "#device": tarfile.CHRTYPE,
        FILE + "#folder": tarfile.DIRTYPE,
        FILE + "#sparse": tarfile.GNUTYPE_SPARSE,
        FILE + "#pax": tarfile.XHDTYPE,
        FILE + "#long": tarfile.GNUTYPE_LONGNAME,
    }
    for name, kind in kinds.items():
        info = tarfile.TarInfo(name.partition("#")[0])
        info.type = kind
        info.linkname = "/etc/passwd" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
        yield name, info.tobuf(tarfile.GNU_FORMAT)
    huge = tarfile.TarInfo(FILE)
    huge.size = 1 << 60
    yield FILE + "#huge", huge.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    "header", [pytest.param(h, id=name) for name, h in parts_with_links_and_paths()]
)
def test_e14_nothing_stands_in_a_backup_but_plain_files_under_known_names(header: bytes) -> None:
    made = BytesIO()
    writer = Writer(made, 0)
    writer.add("alcuin-backup.json", 2, [b"{}"])
    made.write(header)
    writer.finish()
    with pytest.raises(BackupBroken):
        examine(made)


@pytest.mark.parametrize(
    "names",
    [
        ["manifest.json", "alcuin-backup.json"],
        ["alcuin-backup.json", "alcuin-backup.json", "manifest.json"],
        ["alcuin-backup.json", FILE, FILE, "manifest.json"],
        ["alcuin-backup.json", FILE, "tables/course/000001.copy", "manifest.json"],
        ["alcuin-backup.json"],
        ["manifest.json"],
        [],
    ],
)
def test_e14_every_part_stands_in_its_place_and_once(names: list[str]) -> None:
    made = BytesIO()
    writer = Writer(made, 0)
    for name in names:
        writer.add(name, 2, [b"{}"])
    writer.finish()
    with pytest.raises(BackupBroken):
        examine(made)


def test_something_that_is_no_backup_is_refused() -> None:
    for data in (b"", b"\0" * 4096, b"PK\3\4" + bytes(5000), b"x" * 511, END):
        with pytest.raises(BackupBroken):
            examine(BytesIO(data))


async def test_r34_every_flipped_byte_and_every_missing_end_is_noticed(archive: BytesIO) -> None:
    chance, whole = Random(7), archive.getvalue()  # noqa: S311  repeatable, not secret
    examine(archive)
    for _ in range(150):
        place = chance.randrange(len(whole) - BLOCK)
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        with pytest.raises(BackupRefusal):
            examine(BytesIO(bytes(damaged)))
    for _ in range(50):
        with pytest.raises(BackupBroken):
            examine(BytesIO(whole[: chance.randrange(len(whole) - 2 * BLOCK)]))
    with pytest.raises(BackupBroken):
        examine(BytesIO(whole + b"more"))


async def test_a_backup_that_changes_while_it_is_restored_is_refused(
    archive: BytesIO, elsewhere: Site
) -> None:
    contents = examine(archive)
    lines = school.part_of(archive, "tables/category/000001.copy")
    changed = school.forged(archive, rows={"category": lines.replace(b"Sky", b"Sea")})
    before = await elsewhere.rows()
    with pytest.raises((BackupBroken, BackupUnfit)):
        await restore(elsewhere.owner, changed, contents, elsewhere.files)
    assert await elsewhere.rows() == before


NOBODY = b"018f0000-0000-7000-8000-000000000000"


async def test_e14_rows_that_our_constraints_refuse_change_nothing(
    archive: BytesIO, elsewhere: Site
) -> None:
    """With checksums that are right: whoever forged the backup could count."""
    before = await elsewhere.rows()
    staff = school.part_of(archive, "tables/course_staff/000001.copy")
    people = school.part_of(archive, "tables/app_user/000001.copy")
    events = school.part_of(archive, "tables/event/000001.copy").split(b"\n")
    future = events[0].split(b"\t")
    future[1] = b"9000000000000000000"
    forgeries: dict[str, bytes] = {
        "of nobody": b"\t".join([staff.split(b"\t")[0], NOBODY, *staff.split(b"\t")[2:]]),
        "twice": staff + staff,
        "no role": staff.replace(b"OWNER", b"EMPEROR"),
        "no row": b"'); drop table course; --\n",
        "no text": b"\xff\xfe\t" + staff,
        "the end of a file of psql": b"\\.\n" + staff,
    }
    forged = [school.forged(archive, rows={"course_staff": rows}) for rows in forgeries.values()]
    forged.append(school.forged(archive, rows={"app_user": people.replace(b"STUDENT", b"ROOT")}))
    forged.append(school.forged(archive, rows={"event": b"\t".join(future) + b"\n"}))
    forged.append(school.forged(archive, manifest={"sequences": {"pg_authid": 1}}))
    forged.append(school.forged(archive, manifest={"tables": {}}))
    for each in forged:
        with pytest.raises(BackupUnfit):
            await elsewhere.restored(each)
    assert await elsewhere.rows() == before


async def test_e14_a_table_of_postgresql_is_no_table_of_a_backup(
    archive: BytesIO, elsewhere: Site
) -> None:
    manifest = examine(archive).manifest
    rows = manifest.tables | {"pg_authid": manifest.tables["app_user"]}
    with pytest.raises(BackupUnfit, match="pg_authid"):
        await elsewhere.restored(school.forged(archive, manifest={"tables": rows}))


async def test_e14_a_file_is_the_one_its_row_tells_of_or_none(
    archive: BytesIO, elsewhere: Site
) -> None:
    """A row with another checksum, and no row at all: the file is not stored under its key."""
    media = school.part_of(archive, "tables/media/000001.copy")
    row = media.split(b"\t")
    row[examine(archive).manifest.tables["media"].columns.index("sha256")] = rb"\\x" + b"00" * 32
    for rows in (b"\t".join(row), b""):
        with pytest.raises(BackupUnfit):
            await elsewhere.restored(school.forged(archive, rows={"media": rows}))
    assert await elsewhere.keys() == []


async def test_a_backup_of_a_newer_format_or_under_a_newer_schema_is_refused(
    archive: BytesIO, elsewhere: Site
) -> None:
    with pytest.raises(BackupNewer, match=r"9\.9"):
        examine(school.forged(archive, head={"format": 2, "alcuin": "9.9"}))
    older = examine(school.forged(archive, head={"revision": "0003"}))
    with pytest.raises(SchemaAhead, match="0003"):
        await require_empty(elsewhere.owner, older)
