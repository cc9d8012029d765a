"""Statements about letters."""

from uuid import UUID

import msgspec

from alcuin.kit.db import Conn
from alcuin.notifications.data.notices import Notice
from alcuin.notifications.queries.reading import SHOWN


class Due(msgspec.Struct, frozen=True):
    """To whom a letter goes, in which language, and whose clock it speaks of."""

    user_id: UUID
    email: str
    language: str
    time_zone: str


async def find_due(conn: Conn, notice_id: UUID) -> Due | None:
    """Where a letter goes that is still to be sent, if it goes to anybody by now."""
    return await conn.maybe(
        Due,
        """
        select u.id as user_id, u.email, u.language, u.time_zone
        from notice_mail m
          join notice n on n.id = m.notice_id
          join app_user u on u.id = n.user_id
          left join notification_preference p on p.user_id = n.user_id and p.kind = n.kind
        where m.notice_id = $1 and m.sent_at is null and coalesce(p.mail, true)
          and u.email_verified_at is not null and u.suspended_at is null and u.closed_at is null
        """,
        notice_id,
    )


ABOUT = f"select {SHOWN} from notice n where n.id = $1"  # noqa: S608  put together once


async def get_notice(conn: Conn, notice_id: UUID) -> Notice:
    """What a letter is about, shown in the app or not."""
    return await conn.one(Notice, ABOUT, notice_id)


async def find_language(conn: Conn, user_id: UUID) -> str | None:
    """In which language somebody reads; None of nobody known."""
    return await conn.value(str, "select language from app_user where id = $1", user_id)


async def note_sent(conn: Conn, notice_id: UUID) -> None:
    await conn.run("update notice_mail set sent_at = kit_now() where notice_id = $1", notice_id)
