"""Statements by which people change what they are told."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.notifications.data.notices import NoticeKind
from alcuin.notifications.data.preferences import Chosen


async def read_notice(conn: Conn, user_id: UUID, notice_id: UUID) -> None:
    """The first time counts."""
    await conn.run(
        """
        update notice set read_at = kit_now()
        where user_id = $1 and id = $2 and in_app and read_at is null
        """,
        user_id,
        notice_id,
    )


async def read_all(conn: Conn, user_id: UUID) -> int:
    return await conn.run(
        "update notice set read_at = kit_now() where user_id = $1 and in_app and read_at is null",
        user_id,
    )


async def hide_notice(conn: Conn, user_id: UUID, notice_id: UUID) -> bool:
    """Gone for its person. The row stays until it is old: it says that the event was told."""
    done = await conn.run(
        "update notice set in_app = false where user_id = $1 and id = $2 and in_app",
        user_id,
        notice_id,
    )
    return done == 1


async def list_chosen(conn: Conn, user_id: UUID) -> list[Chosen]:
    return await conn.all(
        Chosen,
        "select kind, in_app, mail from notification_preference where user_id = $1",
        user_id,
    )


async def choose(conn: Conn, user_id: UUID, chosen: Sequence[Chosen]) -> None:
    """Keep what somebody chose; None stays. In one order, so that nobody waits for each other."""
    await conn.run(
        """
        insert into notification_preference as p (user_id, kind, in_app, mail)
        select $1, t.kind, t.in_app, t.mail
        from jsonb_to_recordset($2::jsonb) as t (kind text, in_app boolean, mail boolean)
        order by t.kind
        on conflict (user_id, kind) do update set in_app = coalesce(excluded.in_app, p.in_app),
          mail = coalesce(excluded.mail, p.mail)
        """,
        user_id,
        chosen,
    )


async def unsubscribe(conn: Conn, user_id: UUID, kind: NoticeKind) -> None:
    """No more letters of this kind; of nobody known, nothing is kept."""
    await conn.run(
        """
        insert into notification_preference (user_id, kind, mail)
        select id, $2, false from app_user where id = $1 and erased_at is null
        on conflict (user_id, kind) do update set mail = false
        """,
        user_id,
        kind,
    )
