"""Statements about sessions and what renews them."""

from datetime import timedelta
from uuid import UUID

import msgspec

from alcuin.identity.data import Session, Visit
from alcuin.identity.data.sign_ins import Proven
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn


class Renewal(msgspec.Struct, frozen=True):
    """Whose session a refresh token belongs to."""

    session_id: UUID
    user_id: UUID


async def find_live_person(conn: Conn, user_id: UUID, session_id: UUID) -> Person | None:
    return await conn.maybe(
        Person,
        """
        select user_id, id as session_id, role, verified, time_zone, language
        from live_session where id = $2 and user_id = $1
        """,
        user_id,
        session_id,
    )


async def start_session(conn: Conn, proven: Proven, visit: Visit, life: timedelta) -> UUID | None:
    """Open a session; none where the proof no longer holds, or holds no code that is wanted.

    Locks the person's row: whoever changes the password or suspends has either been seen
    here, or comes after us and ends this session with the others.
    """
    return await conn.value(
        UUID,
        """
        insert into session (user_id, expires_at, user_agent, address, proved_at)
        select u.id, kit_now() + $2::interval, $3, $4, kit_now()
        from app_user u
        where u.id = $1 and u.password_hash = $5 and u.suspended_at is null
          and u.closed_at is null and ($6 or not exists (
            select 1 from second_factor f where f.user_id = u.id and f.confirmed_at is not null))
        for share of u
        returning id
        """,
        proven.user_id,
        life,
        visit.user_agent,
        visit.address,
        proven.password_hash,
        proven.has_shown_code,
    )


async def add_refresh_token(conn: Conn, digest: bytes, session_id: UUID, life: timedelta) -> None:
    await conn.run(
        """
        insert into refresh_token (hash, session_id, expires_at)
        values ($1, $2, kit_now() + $3::interval)
        """,
        digest,
        session_id,
        life,
    )


async def use_refresh_token(conn: Conn, digest: bytes) -> Renewal | None:
    """Spend a refresh token of a live session; of two who try at once one gets it."""
    return await conn.maybe(
        Renewal,
        """
        update refresh_token t set used_at = kit_now()
        from live_session s
        where t.hash = $1 and t.used_at is null and t.expires_at > kit_now()
          and s.id = t.session_id
        returning t.session_id, s.user_id
        """,
        digest,
    )


async def find_spent(conn: Conn, digest: bytes) -> Renewal | None:
    """The session whose refresh token this was, where it has been used before."""
    return await conn.maybe(
        Renewal,
        """
        select t.session_id, s.user_id
        from refresh_token t join session s on s.id = t.session_id
        where t.hash = $1 and t.used_at is not null
        """,
        digest,
    )


async def note_use(conn: Conn, session_id: UUID, visit: Visit) -> None:
    await conn.run(
        """
        update session set last_used_at = kit_now(), user_agent = $2, address = $3 where id = $1
        """,
        session_id,
        visit.user_agent,
        visit.address,
    )


async def list_sessions(conn: Conn, user_id: UUID, idle: timedelta) -> list[Session]:
    """Sessions that can still be used, the last used first."""
    return await conn.all(
        Session,
        """
        select id, created_at, last_used_at, expires_at, user_agent, address
        from session
        where user_id = $1 and kind = 'SIGN_IN' and revoked_at is null and expires_at > kit_now()
          and last_used_at > kit_now() - $2::interval
        order by last_used_at desc, id desc limit 100
        """,
        user_id,
        idle,
    )


async def end_session(conn: Conn, user_id: UUID, session_id: UUID) -> bool:
    """End one session of this person; false where there is none to end."""
    ended = await conn.run(
        """
        update session set revoked_at = kit_now()
        where id = $2 and user_id = $1 and kind = 'SIGN_IN'
          and revoked_at is null and expires_at > kit_now()
        """,
        user_id,
        session_id,
    )
    return ended == 1


async def end_sessions(conn: Conn, user_id: UUID, *, but: UUID | None = None) -> int:
    """End all sessions of this person, or all but one; answers how many."""
    return await conn.run(
        """
        update session set revoked_at = kit_now()
        where user_id = $1 and id is distinct from $2 and kind = 'SIGN_IN'
          and revoked_at is null and expires_at > kit_now()
        """,
        user_id,
        but,
    )
