"""SQL of what one person keeps here."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


class KeptFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A file that somebody has uploaded, into a course where it names one."""

    id: UUID
    course_id: UUID | None
    name: str
    type: str
    bytes: int
    created_at: datetime


async def list_uploaded(conn: Conn, user_id: UUID, most: int) -> list[KeptFile]:
    """The newest first. Their course's too, which stay when somebody goes."""
    return await conn.all(
        KeptFile,
        """
        select id, course_id, name, type, bytes, created_at
        from media where owner_id = $1 order by id desc limit $2
        """,
        user_id,
        most,
    )


async def discard_own(conn: Conn, user_id: UUID, delay: timedelta) -> None:
    """Delete every file that is a person's and no course's, and plan the removal of its bytes."""
    await conn.run(
        """
        with gone as (delete from media where owner_id = $1 and course_id is null returning id)
        insert into media_removal (media_id, due_at)
        select id, kit_now() + $2::interval from gone
        """,
        user_id,
        delay,
    )
    await conn.run("delete from media_space where kind = 'PERSON' and id = $1", user_id)
