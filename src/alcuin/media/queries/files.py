"""SQL of files and of who is shown by which."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn
from alcuin.media.data import MediaFile, Stored


async def insert_file(
    conn: Conn, stored: Stored, owner_id: UUID, course_id: UUID | None
) -> MediaFile:
    return await conn.one(
        MediaFile,
        """
        insert into media (id, owner_id, course_id, name, type, sha256, bytes, stored_bytes,
          width, height, widths, rendition_bytes)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        returning id, owner_id, course_id, name, type, sha256, bytes, stored_bytes, width, height,
          widths, rendition_bytes, created_at
        """,
        stored.id,
        owner_id,
        course_id,
        stored.name,
        stored.type,
        stored.sha256,
        stored.bytes,
        stored.stored_bytes,
        stored.width,
        stored.height,
        stored.widths,
        stored.rendition_bytes,
    )


async def find_file(conn: Conn, media_id: UUID) -> MediaFile | None:
    return await conn.maybe(
        MediaFile,
        """
        select id, owner_id, course_id, name, type, sha256, bytes, stored_bytes, width, height,
          widths, rendition_bytes, created_at
        from media where id = $1
        """,
        media_id,
    )


async def lock_file(conn: Conn, media_id: UUID) -> MediaFile | None:
    """A file that may be about to go: nobody begins to show it meanwhile."""
    return await conn.maybe(
        MediaFile,
        """
        select id, owner_id, course_id, name, type, sha256, bytes, stored_bytes, width, height,
          widths, rendition_bytes, created_at
        from media where id = $1 for update
        """,
        media_id,
    )


async def delete_file(conn: Conn, media_id: UUID) -> None:
    await conn.run("delete from media where id = $1", media_id)


async def list_personal(
    conn: Conn, owner_id: UUID, before: UUID | None, limit: int, offset: int
) -> list[MediaFile]:
    """A person's own files, newest first; ids are ordered by time."""
    return await conn.all(
        MediaFile,
        """
        select id, owner_id, course_id, name, type, sha256, bytes, stored_bytes, width, height,
          widths, rendition_bytes, created_at
        from media where owner_id = $1 and course_id is null and ($2::uuid is null or id < $2)
        order by id desc limit $3 offset $4
        """,
        owner_id,
        before,
        limit,
        offset,
    )


async def list_of_course(
    conn: Conn, course_id: UUID, before: UUID | None, limit: int, offset: int
) -> list[MediaFile]:
    return await conn.all(
        MediaFile,
        """
        select id, owner_id, course_id, name, type, sha256, bytes, stored_bytes, width, height,
          widths, rendition_bytes, created_at
        from media where course_id = $1 and ($2::uuid is null or id < $2)
        order by id desc limit $3 offset $4
        """,
        course_id,
        before,
        limit,
        offset,
    )


# Links.


class _Moment(msgspec.Struct, frozen=True):
    at: datetime


async def get_end(conn: Conn, life: timedelta) -> datetime:
    """The end of something that begins now."""
    return (await conn.one(_Moment, "select kit_now() + $1::interval as at", life)).at


async def is_over(conn: Conn, end: datetime) -> bool:
    return await conn.value(bool, "select kit_now() >= $1", end) is True


# Avatars.


async def set_avatar(conn: Conn, user_id: UUID, media_id: UUID) -> None:
    await conn.run(
        """
        insert into avatar (user_id, media_id) values ($1, $2)
        on conflict (user_id) do update set media_id = excluded.media_id
        """,
        user_id,
        media_id,
    )


async def unset_avatar(conn: Conn, user_id: UUID) -> None:
    await conn.run("delete from avatar where user_id = $1", user_id)


async def is_avatar(conn: Conn, media_id: UUID) -> bool:
    found = await conn.value(
        bool, "select exists (select from avatar where media_id = $1)", media_id
    )
    return found is True


async def find_avatar(conn: Conn, user_id: UUID) -> UUID | None:
    return await conn.value(UUID, "select media_id from avatar where user_id = $1", user_id)
