"""Statements about personal access tokens, which are sessions of a kind of their own."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.identity.data.access_tokens import AccessToken, Permit, Scope
from alcuin.kit.db import Conn


async def find_permit(conn: Conn, digest: bytes) -> Permit | None:
    """What a token that counts now may do."""
    return await conn.maybe(
        Permit,
        """
        select l.user_id, t.session_id, t.scopes,
          t.last_used_on is distinct from (kit_now() at time zone 'UTC')::date as is_first_today
        from access_token t join live_session l on l.id = t.session_id
        where t.hash = $1
        """,
        digest,
    )


async def note_use(conn: Conn, session_id: UUID) -> None:
    """The token was used today."""
    await conn.run(
        """
        update access_token set last_used_on = (kit_now() at time zone 'UTC')::date
        where session_id = $1
        """,
        session_id,
    )


async def add_token(
    conn: Conn, user_id: UUID, digest: bytes, name: str, scopes: Sequence[Scope], *, days: int
) -> AccessToken:
    return await conn.one(
        AccessToken,
        """
        with opened as (
          insert into session (user_id, kind, expires_at)
          values ($1, 'TOKEN', kit_now() + make_interval(days => $5::int))
          returning id, created_at, expires_at
        ), added as (
          insert into access_token (session_id, hash, name, scopes)
          select id, $2, $3, $4::text[] from opened
          returning name, scopes, last_used_on
        )
        select o.id, a.name, a.scopes, o.created_at, o.expires_at, a.last_used_on
        from opened o cross join added a
        """,
        user_id,
        digest,
        name,
        scopes,
        days,
    )


async def list_tokens(conn: Conn, user_id: UUID) -> list[AccessToken]:
    """Tokens that count now, the newest first. A person has 50 at most."""
    return await conn.all(
        AccessToken,
        """
        select s.id, t.name, t.scopes, s.created_at, s.expires_at, t.last_used_on
        from session s join access_token t on t.session_id = s.id
        where s.user_id = $1 and s.kind = 'TOKEN'
          and s.revoked_at is null and s.expires_at > kit_now()
        order by s.id desc limit 100
        """,
        user_id,
    )


async def revoke(conn: Conn, user_id: UUID, token_id: UUID) -> bool:
    """End one token of this person; false where there is none to end."""
    ended = await conn.run(
        """
        update session set revoked_at = kit_now()
        where id = $2 and user_id = $1 and kind = 'TOKEN'
          and revoked_at is null and expires_at > kit_now()
        """,
        user_id,
        token_id,
    )
    return ended == 1


async def revoke_all(conn: Conn, user_id: UUID) -> int:
    """End all tokens of this person; answers how many."""
    return await conn.run(
        """
        update session set revoked_at = kit_now()
        where user_id = $1 and kind = 'TOKEN' and revoked_at is null and expires_at > kit_now()
        """,
        user_id,
    )
