"""Ending everything that lets somebody in."""

from uuid import UUID

from alcuin.identity.data import Purpose
from alcuin.identity.queries import access_tokens, one_time_tokens, sessions
from alcuin.kit.db import Conn


async def end_every_access(conn: Conn, user_id: UUID) -> int:
    """End all sessions, personal access tokens and half-done sign-ins of a person.

    For when somebody else may have had the account; answers how many sessions and tokens.
    """
    await one_time_tokens.drop_tokens(conn, user_id, Purpose.SECOND_FACTOR)
    ended = await sessions.end_sessions(conn, user_id)
    return ended + await access_tokens.revoke_all(conn, user_id)
