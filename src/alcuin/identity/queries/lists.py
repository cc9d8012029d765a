"""Statements that look for people. A pattern of `%` finds everybody."""

from uuid import UUID

from alcuin.identity.data.closing import Account
from alcuin.kit.db import Conn


async def search_users(
    conn: Conn, pattern: str, after: UUID | None, limit: int, offset: int
) -> list[Account]:
    """Whose name or address is like `pattern`, in any case; former members are not looked for.

    Newest first, which is the order of ids of version 7; `after` is where the page before ended.
    """
    return await conn.all(
        Account,
        """
        select id, email, name, role, time_zone, language, email_verified_at, suspended_at,
               metadata, revision, created_at, updated_at, closed_at, erased_at
        from app_user
        where erased_at is null and (email_key ilike $1 or name ilike $1)
          and ($2::uuid is null or id < $2)
        order by id desc limit $3 offset $4
        """,
        pattern,
        after,
        limit,
        offset,
    )


async def count_users(conn: Conn, pattern: str, bound: int) -> int:
    """How many `search_users` would find, counted no further than one beyond `bound`."""
    counted = await conn.value(
        int,
        """
        select count(*) from (
          select 1 from app_user
          where erased_at is null and (email_key ilike $1 or name ilike $1) limit $2 + 1
        ) as found
        """,
        pattern,
        bound,
    )
    return counted or 0
