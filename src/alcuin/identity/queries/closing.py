"""Statements about accounts that are closed, restored and erased."""

from datetime import datetime, timedelta
from uuid import UUID

from alcuin.identity.data.closing import Account, Closed, Closing, Leaving
from alcuin.identity.errors import UserNotFound
from alcuin.kit.db import Conn


async def get_account(conn: Conn, user_id: UUID) -> Account:
    """A person, also one who is gone. Raises UserNotFound."""
    account = await conn.maybe(
        Account,
        """
        select id, email, name, role, time_zone, language, email_verified_at, suspended_at,
               metadata, revision, created_at, updated_at, closed_at, erased_at
        from app_user where id = $1
        """,
        user_id,
    )
    if account is None:
        raise UserNotFound
    return account


async def close_account(conn: Conn, user_id: UUID, grace: timedelta) -> Closing:
    """Close an account; one that is closed stays so since then."""
    return await conn.one(
        Closing,
        """
        update app_user
        set closed_at = coalesce(closed_at, kit_now()), revision = revision + 1,
            updated_at = kit_now()
        where id = $1
        returning closed_at, closed_at + $2::interval as erases_at
        """,
        user_id,
        grace,
    )


async def find_closed(conn: Conn, user_id: UUID, grace: timedelta) -> Closed | None:
    return await conn.maybe(
        Closed,
        """
        select id as user_id, email, closed_at, closed_at + $2::interval as erases_at
        from app_user where id = $1 and closed_at is not null and erased_at is null
        """,
        user_id,
        grace,
    )


async def find_closed_by_proof(
    conn: Conn, user_id: UUID, password_hash: str, grace: timedelta, *, has_shown_code: bool
) -> Closed | None:
    """As `find_closed`, for somebody who could sign in if the account were open."""
    return await conn.maybe(
        Closed,
        """
        select u.id as user_id, u.email, u.closed_at, u.closed_at + $3::interval as erases_at
        from app_user u
        where u.id = $1 and u.closed_at is not null and u.suspended_at is null
          and u.password_hash = $2
          and ($4 or not exists (
            select 1 from second_factor f where f.user_id = u.id and f.confirmed_at is not null))
        """,
        user_id,
        password_hash,
        grace,
        has_shown_code,
    )


async def reopen(conn: Conn, user_id: UUID, closed_at: datetime | None) -> bool:
    """Open an account that was closed then, or whenever; false where there is none to open."""
    done = await conn.run(
        """
        update app_user
        set closed_at = null, revision = revision + 1, updated_at = kit_now()
        where id = $1 and closed_at is not null and erased_at is null
          and ($2::timestamptz is null or closed_at = $2)
        """,
        user_id,
        closed_at,
    )
    return done == 1


async def list_leaving(conn: Conn, grace: timedelta, most: int) -> list[Leaving]:
    """Those whose days to come back are over, who went first."""
    return await conn.all(
        Leaving,
        """
        select u.id as user_id, array(
            select u.email
            union select c.old_email from email_change c where c.user_id = u.id
            union select c.new_email from email_change c where c.user_id = u.id) as addresses
        from app_user u
        where u.closed_at <= kit_now() - $1::interval and u.erased_at is null
        order by u.closed_at limit $2
        """,
        grace,
        most,
    )


async def lock_leaving(conn: Conn, user_id: UUID, grace: timedelta) -> bool:
    """Hold somebody who is still to be erased, unless another worker does."""
    held = await conn.value(
        bool,
        """
        select true from app_user
        where id = $1 and closed_at <= kit_now() - $2::interval and erased_at is null
        for update skip locked
        """,
        user_id,
        grace,
    )
    return held is True


async def erase_account(conn: Conn, user_id: UUID) -> None:
    """Leave a row that ids lead to and that tells nothing; nobody can sign in to it.

    Its key holds no @, so nobody's address is ever like it.
    """
    await conn.run("delete from second_factor where user_id = $1", user_id)
    await conn.run("delete from sign_in where user_id = $1", user_id)
    await conn.run("delete from one_time_token where user_id = $1", user_id)
    await conn.run("delete from email_change where user_id = $1", user_id)
    await conn.run("delete from session where user_id = $1", user_id)
    await conn.run(
        """
        update app_user
        set email = 'former-member', email_key = 'former-member:' || id, name = 'former member',
            role = 'STUDENT', password_hash = '', time_zone = 'UTC', language = 'en',
            metadata = '{}', email_verified_at = null,
            suspended_at = coalesce(suspended_at, kit_now()),
            closed_at = coalesce(closed_at, kit_now()), erased_at = kit_now(),
            revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        user_id,
    )
