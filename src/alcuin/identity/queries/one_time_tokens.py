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


async def drop_tokens(conn: Conn, user_id: UUID, purpose: Purpose) -> None:
    """What was under way for this purpose leads nowhere any more."""
    await conn.run(
        """
        update one_time_token set used_at = kit_now()
        where user_id = $1 and purpose = $2 and used_at is null
        """,
        user_id,
        purpose,
    )


async def add_second_step(
    conn: Conn, digest: bytes, user_id: UUID, password_hash: str, life: timedelta
) -> bool:
    """Let somebody go on to the second step; false where the password is another by now.

    Locks the person's row, as `sessions.start_session` does and for the same reason.
    """
    return bool(
        await conn.run(
            """
            insert into one_time_token (hash, user_id, purpose, expires_at)
            select $1, u.id, 'SECOND_FACTOR', kit_now() + $4::interval
            from app_user u
            where u.id = $2 and u.password_hash = $3 and u.suspended_at is null
            for share
            """,
            digest,
            user_id,
            password_hash,
            life,
        )
    )


async def drop_tokens_of_nobody(conn: Conn) -> None:
    """Forget links for a first administrator that were printed earlier."""
    await conn.run("delete from one_time_token where user_id is null and used_at is null")
