"""Statements about everything that this room keeps of one person, the newest first."""

from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.identity.data.exporting import (
    KeptEmailChange,
    KeptEntry,
    KeptFactor,
    KeptSession,
    KeptSignIn,
    KeptToken,
)
from alcuin.kit.db import Conn


class _Moment(msgspec.Struct, frozen=True):
    at: datetime


async def get_now(conn: Conn) -> datetime:
    return (await conn.one(_Moment, "select kit_now() as at")).at


async def list_sessions(conn: Conn, user_id: UUID, most: int) -> list[KeptSession]:
    return await conn.all(
        KeptSession,
        """
        select id, kind, created_at, last_used_at, expires_at, revoked_at, user_agent, address
        from session where user_id = $1 order by id desc limit $2
        """,
        user_id,
        most,
    )


async def list_sign_ins(conn: Conn, user_id: UUID, most: int) -> list[KeptSignIn]:
    return await conn.all(
        KeptSignIn,
        """
        select at, outcome, device, address, user_agent
        from sign_in where user_id = $1 order by id desc limit $2
        """,
        user_id,
        most,
    )


async def list_tokens(conn: Conn, user_id: UUID, most: int) -> list[KeptToken]:
    return await conn.all(
        KeptToken,
        """
        select s.id, t.name, t.scopes, t.last_used_on
        from session s join access_token t on t.session_id = s.id
        where s.user_id = $1 order by s.id desc limit $2
        """,
        user_id,
        most,
    )


async def list_factors(conn: Conn, user_id: UUID) -> list[KeptFactor]:
    """One at most."""
    return await conn.all(
        KeptFactor,
        "select created_at, confirmed_at from second_factor where user_id = $1",
        user_id,
    )


async def list_email_changes(conn: Conn, user_id: UUID, most: int) -> list[KeptEmailChange]:
    return await conn.all(
        KeptEmailChange,
        """
        select old_email, new_email, asked_at, confirmed_at
        from email_change where user_id = $1 order by id desc limit $2
        """,
        user_id,
        most,
    )


async def list_audit(conn: Conn, user_id: UUID, most: int) -> list[KeptEntry]:
    """By somebody, or about them; where others acted, their address is theirs."""
    return await conn.all(
        KeptEntry,
        """
        select a.at, a.action, a.outcome, a.actor_id is not distinct from $1 as by_oneself,
          a.subject_kind, a.subject_id, a.facts, p.address, p.user_agent
        from (
          select * from audit where actor_id = $1
          union select * from audit where subject_id = $1) a
        left join audit_personal p on p.audit_id = a.id
          and (a.actor_id = $1 or a.actor_kind <> 'person')
        order by a.id desc limit $2
        """,
        user_id,
        most,
    )
