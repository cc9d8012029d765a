"""The trash: in, out, and emptied."""

from datetime import timedelta
from uuid import UUID

from alcuin.catalog.data.courses import TrashedCourse
from alcuin.kit.db import Conn


async def set_trashed(conn: Conn, course_id: UUID, kept_for: timedelta) -> TrashedCourse:
    return await conn.one(
        TrashedCourse,
        """
        update course set trashed_at = kit_now(), revision = revision + 1
        where id = $1
        returning id, trashed_at, trashed_at + $2::interval as restorable_until
        """,
        course_id,
        kept_for,
    )


async def set_restored(conn: Conn, course_id: UUID, kept_for: timedelta) -> bool:
    """False where the course has been in the trash for too long."""
    done = await conn.run(
        """
        update course set trashed_at = null, revision = revision + 1, updated_at = kit_now()
        where id = $1 and trashed_at > kit_now() - $2::interval
        """,
        course_id,
        kept_for,
    )
    return done == 1


async def lock_expired(conn: Conn, kept_for: timedelta) -> UUID | None:
    """The course that has been in the trash longest, beyond its time, if nobody else has it."""
    return await conn.value(
        UUID,
        """
        select id from course where trashed_at <= kit_now() - $1::interval
        order by trashed_at limit 1 for update skip locked
        """,
        kept_for,
    )


async def delete_course(conn: Conn, course_id: UUID) -> None:
    """With lessons, sections, staff and releases."""
    await conn.run("delete from course where id = $1", course_id)
