"""Which files of ours a course shows, and who may read them for it."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from alcuin.catalog.releases.freezing import ShownFile
from alcuin.catalog.rendering import OwnFile
from alcuin.kit.db import Conn


async def hold_files(conn: Conn, course_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, OwnFile]:
    """Those of the files that are in the course's space, by id; none is deleted meanwhile."""
    if not ids:
        return {}
    found = await conn.all(
        OwnFile,
        """
        select id, width, height, widths from media
        where course_id = $1 and id = any ($2) order by id for key share
        """,
        course_id,
        list(ids),
    )
    return {file.id: file for file in found}


async def insert_shown(conn: Conn, course_id: UUID, number: int, shown: list[ShownFile]) -> None:
    """Remember what a release shows to whom."""
    if not shown:
        return
    await conn.run(
        """
        insert into release_media (course_id, release, media_id, audience)
        select $1, $2, x.media_id, x.audience
        from unnest($3::uuid[], $4::text[]) as x(media_id, audience)
        """,
        course_id,
        number,
        [file.media_id for file in shown],
        [file.audience for file in shown],
    )


async def is_in_use(conn: Conn, course_id: UUID, media_id: UUID, address: str) -> bool:
    """Whether a release shows the file, or the working copy names its address.

    The texts of one course are searched for it: files are seldom deleted, and a table of what
    each text names would be written with every edit.
    """
    found = await conn.value(
        bool,
        """
        select exists (select from release_media where media_id = $2)
          or exists (select from course where id = $1 and thumbnail = $3)
          or exists (
            select from section where course_id = $1
              and (image_url = $3 or video_url = $3 or strpos(lower(content), $3) > 0))
        """,
        course_id,
        media_id,
        address,
    )
    return found is True


class Imported(msgspec.Struct, frozen=True):
    """A file that came with a folder, by what it held there."""

    sha256: bytes
    media_id: UUID


async def find_imported(conn: Conn, owner_id: UUID, key: str) -> set[bytes]:
    """What came with the folder of this key so far."""
    found = await conn.all(
        Imported,
        """
        select f.sha256, f.media_id
        from course c join imported_file f on f.course_id = c.id
        where c.created_by = $1 and c.source_key = $2 and c.trashed_at is null
        order by f.sha256
        """,
        owner_id,
        key,
    )
    return {file.sha256 for file in found}


async def hold_imported(conn: Conn, course_id: UUID) -> dict[bytes, UUID]:
    """Files that came with the folder of a course so far; none is deleted meanwhile."""
    found = await conn.all(
        Imported,
        """
        select f.sha256, f.media_id
        from imported_file f join media m on m.id = f.media_id
        where f.course_id = $1 order by f.media_id for key share of m
        """,
        course_id,
    )
    return {file.sha256: file.media_id for file in found}


async def remember_imported(conn: Conn, course_id: UUID, new: Mapping[bytes, UUID]) -> None:
    """Have the next import know these again."""
    if not new:
        return
    await conn.run(
        """
        insert into imported_file (course_id, sha256, media_id)
        select $1, x.sha256, x.media_id
        from unnest($2::bytea[], $3::uuid[]) as x(sha256, media_id)
        """,
        course_id,
        list(new),
        list(new.values()),
    )


class Sight(msgspec.Struct, frozen=True):
    """Whether everybody sees a file in what is published, and whether somebody teaches there."""

    is_public: bool
    is_staff: bool


async def find_sight(
    conn: Conn, course_id: UUID, media_id: UUID, user_id: UUID | None
) -> Sight | None:
    """None for a course in the trash, or deleted for good."""
    return await conn.maybe(
        Sight,
        """
        select c.status = 'PUBLISHED' and exists (
            select from release_media r where r.course_id = c.id and r.release = c.release
              and r.media_id = $2 and r.audience = 'PUBLIC') as is_public,
          exists (
            select from course_staff m where m.course_id = c.id and m.user_id = $3) as is_staff
        from course c where c.id = $1 and c.trashed_at is null
        """,
        course_id,
        media_id,
        user_id,
    )
