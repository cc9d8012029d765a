"""Statements that forget, and those for whoever takes their data along."""

from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


class KeptNotice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody was told, whether in the app, and whether by mail."""

    id: UUID
    kind: str
    course_id: UUID | None
    data: dict[str, object]
    in_app: bool
    created_at: datetime
    read_at: datetime | None
    mailed_at: datetime | None


async def prune_notices(conn: Conn, most: int) -> int:
    """Forget what is older than 90 days, read or not."""
    return await conn.run(
        """
        delete from notice where ctid = any(array(
          select ctid from notice where created_at < kit_now() - interval '90 days'
          limit $1 for update skip locked))
        """,
        most,
    )


async def delete_of_course(conn: Conn, course_id: UUID) -> None:
    await conn.run("delete from notice where course_id = $1", course_id)


async def delete_of_person(conn: Conn, user_id: UUID) -> None:
    await conn.run("delete from notice where user_id = $1", user_id)
    await conn.run("delete from notice_box where user_id = $1", user_id)
    await conn.run("delete from notification_preference where user_id = $1", user_id)


async def list_kept(conn: Conn, user_id: UUID, most: int) -> list[KeptNotice]:
    """The newest first."""
    return await conn.all(
        KeptNotice,
        """
        select n.id, n.kind, n.course_id, n.data, n.in_app, n.created_at, n.read_at,
          m.sent_at as mailed_at
        from notice n left join notice_mail m on m.notice_id = n.id
        where n.user_id = $1 order by n.number desc limit $2
        """,
        user_id,
        most,
    )
