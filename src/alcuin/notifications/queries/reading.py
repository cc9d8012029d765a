"""Statements that read notices, for their person and for streams."""

from uuid import UUID

import msgspec

from alcuin.kit.db import Conn
from alcuin.notifications.data.notices import Notice

BOUND = 100
"""Rows that are counted; beyond, it is a lower bound."""

NEWEST = 2**62
"""Beyond every number."""

SHOWN = """
  n.id, n.number, n.kind, n.course_id, n.data, n.created_at, n.read_at,
  -- As it was published: a title that is being changed in the working copy is not news.
  coalesce(
    (select title from listing where course_id = n.course_id),
    (select convert_from(b.body, 'UTF8')::json ->> 'title'
     from course c join release_body b
       on b.course_id = c.id and b.number = c.release and b.audience = 'PUBLIC'
     where c.id = n.course_id)) as course_title,
  -- In the language of the account, as its person reads it elsewhere.
  (select replace(coalesce(t.title, r.title), '{count}', a.reached::text)
   from achievement_unlocked a
     join achievement_rule r on r.key = a.rule_key
     join app_user u on u.id = a.user_id
     left join lateral (
       select t.title from achievement_text t
       where t.rule_key = r.key
         and starts_with(lower(u.language) || '-', lower(t.language) || '-')
       order by length(t.language) desc limit 1) t on true
   where n.kind = 'ACHIEVEMENT_UNLOCKED'
     and a.user_id = n.user_id and a.key = n.data ->> 'achievement') as achievement_title
"""


def _page(among: str) -> str:
    return f"""
    select {SHOWN} from (
      select * from notice
      where user_id = $1 and in_app and number < $2 {among}
      order by number desc limit $3 offset $4) n
    order by n.number desc
    """  # noqa: S608  put together from constants, once


LISTS = {False: _page(""), True: _page("and read_at is null")}
"""All, and what is unread, which has an index of its own."""

ONE = f"select {SHOWN} from notice n where n.user_id = $1 and n.id = $2 and n.in_app"  # noqa: S608  as above
AFTER = f"""
select {SHOWN} from (
  select n.* from notice n
  where n.user_id = (select s.user_id from live_session s where s.id = $1 and s.verified)
    and n.number > $2 and n.in_app
  order by n.number limit $3) n
order by n.number
"""  # noqa: S608  as above
_COUNT = """
select count(*) from (
  select from notice where user_id = $1 and in_app {among} limit $2) n
"""
COUNTS = {False: _COUNT.format(among=""), True: _COUNT.format(among="and read_at is null")}


class Head(msgspec.Struct, frozen=True):
    """How far the notices of a live session's person are numbered."""

    session_id: UUID
    last_number: int


async def list_notices(
    conn: Conn, user_id: UUID, *, unread: bool, before: int, limit: int, offset: int
) -> list[Notice]:
    """The newest first."""
    return await conn.all(Notice, LISTS[unread], user_id, before, limit, offset)


async def find_notice(conn: Conn, user_id: UUID, notice_id: UUID) -> Notice | None:
    return await conn.maybe(Notice, ONE, user_id, notice_id)


async def count_notices(conn: Conn, user_id: UUID, *, unread: bool, most: int) -> int:
    """How many; `most` where there are as many or more."""
    return await conn.value(int, COUNTS[unread], user_id, most) or 0


async def list_after(conn: Conn, session_id: UUID, number: int, limit: int) -> list[Notice]:
    """The next ones of a live session's person. Nothing where the session is over."""
    return await conn.all(Notice, AFTER, session_id, number, limit)


async def list_heads(conn: Conn, session_ids: list[UUID]) -> list[Head]:
    """Of those sessions that count now."""
    return await conn.all(
        Head,
        """
        select s.id as session_id, coalesce(b.last_number, 0) as last_number
        from live_session s left join notice_box b on b.user_id = s.user_id
        where s.id = any($1) and s.verified
        """,
        session_ids,
    )


async def find_last(conn: Conn, user_id: UUID) -> int:
    """The number of the newest notice ever, or 0."""
    found = await conn.value(int, "select last_number from notice_box where user_id = $1", user_id)
    return found or 0
