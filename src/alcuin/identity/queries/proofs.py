"""Statements about when a session's person last proved who they are."""

from datetime import timedelta
from uuid import UUID

from alcuin.identity.data.proofs import Standing
from alcuin.kit.db import Conn


async def find_standing(
    conn: Conn, user_id: UUID, session_id: UUID, life: timedelta
) -> Standing | None:
    return await conn.maybe(
        Standing,
        """
        select coalesce(s.proved_at > kit_now() - $3::interval, false) as is_recent,
          exists (select 1 from second_factor f
                  where f.user_id = s.user_id and f.confirmed_at is not null) as has_second_factor
        from session s where s.id = $2 and s.user_id = $1
        """,
        user_id,
        session_id,
        life,
    )


async def note_proof(conn: Conn, user_id: UUID, session_id: UUID) -> None:
    """The person of this session has just proved who they are."""
    await conn.run(
        "update session set proved_at = kit_now() where id = $2 and user_id = $1",
        user_id,
        session_id,
    )
