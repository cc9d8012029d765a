"""SQL of the ledger of bytes that are to be removed."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn

REMOVAL_LOCK = 0x616C_6375_696E_0001
"""Advisory lock: exclusive while bytes are removed, shared while a backup reads them."""


class _Entry(msgspec.Struct, frozen=True):
    media_id: UUID


async def foresee(conn: Conn, delay: timedelta) -> UUID:
    """A new id whose bytes are removed after `delay`, unless a file is made of them."""
    foreseen = await conn.one(
        _Entry,
        """
        insert into media_removal (media_id, due_at) values (uuidv7(), kit_now() + $1::interval)
        returning media_id
        """,
        delay,
    )
    return foreseen.media_id


async def spare(conn: Conn, media_id: UUID) -> bool:
    """Keep its bytes; False where they have been removed already."""
    return await conn.run("delete from media_removal where media_id = $1", media_id) == 1


async def plan_removal(conn: Conn, media_id: UUID, delay: timedelta) -> None:
    """Have the bytes of a file removed once those who read it now have finished."""
    await conn.run(
        "insert into media_removal (media_id, due_at) values ($1, kit_now() + $2::interval)",
        media_id,
        delay,
    )


async def discard_course(conn: Conn, course_id: UUID, delay: timedelta) -> None:
    """Delete every file of a course, and plan the removal of their bytes."""
    await conn.run(
        """
        with gone as (delete from media where course_id = $1 returning id)
        insert into media_removal (media_id, due_at)
        select id, kit_now() + $2::interval from gone
        """,
        course_id,
        delay,
    )
    await conn.run("delete from media_space where kind = 'COURSE' and id = $1", course_id)


async def lock_removal(conn: Conn) -> bool:
    """False while a backup or another worker holds the lock."""
    return await conn.value(bool, "select pg_try_advisory_xact_lock($1)", REMOVAL_LOCK) is True


async def list_due(conn: Conn, most: int) -> list[UUID]:
    """Locked: an upload that comes to spare one of these waits, and finds it gone."""
    found = await conn.all(
        _Entry,
        """
        select media_id from media_removal where due_at <= kit_now()
        order by due_at limit $1 for update skip locked
        """,
        most,
    )
    return [each.media_id for each in found]


async def forget(conn: Conn, media_ids: Collection[UUID]) -> None:
    await conn.run("delete from media_removal where media_id = any ($1)", list(media_ids))
