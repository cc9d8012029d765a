"""Statements about tokens that a link carries once."""

from datetime import timedelta
from uuid import UUID

import msgspec

from alcuin.identity.data import Purpose
from alcuin.kit.db import Conn


class Holder(msgspec.Struct, frozen=True):
    """Whose token it is; the first administrator's is nobody's yet."""

    user_id: UUID | None


async def add_token(
    conn: Conn, digest: bytes, user_id: UUID | None, purpose: Purpose, life: timedelta
) -> None:
    await conn.run(
        """
        insert into one_time_token (hash, user_id, purpose, expires_at)
        values ($1, $2, $3, kit_now() + $4::interval)
        """,
        digest,
        user_id,
        purpose,
        life,
    )


async def find_holder(conn: Conn, digest: bytes, purpose: Purpose) -> Holder | None:
    """Whose unspent token this is."""
    return await conn.maybe(
        Holder,
        """
        select user_id from one_time_token
        where hash = $1 and purpose = $2 and used_at is null and expires_at > kit_now()
        """,
        digest,
        purpose,
    )


async def use_token(conn: Conn, digest: bytes, purpose: Purpose) -> Holder | None:
    """Spend a token, and with it all others of the same person and purpose."""
    return await conn.maybe(
        Holder,
        """
        with used as (
          update one_time_token set used_at = kit_now()
          where hash = $1 and purpose = $2 and used_at is null and expires_at > kit_now()
          returning user_id
        ), others as (
          update one_time_token o set used_at = kit_now()
          from used
          where o.user_id is not distinct from used.user_id and o.purpose = $2
            and o.hash <> $1 and o.used_at is null
        )
        select user_id from used
        """,
        digest,
        purpose,
    )


async def drop_tokens_of_nobody(conn: Conn) -> None:
    """Forget links for a first administrator that were printed earlier."""
    await conn.run("delete from one_time_token where user_id is null and used_at is null")
