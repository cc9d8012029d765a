"""Statements about whom letters go to."""

from uuid import UUID

from alcuin.identity.data import Addressee
from alcuin.kit.db import Conn
from alcuin.kit.letters import USUAL_LANGUAGE


async def find_addressee(conn: Conn, user_id: UUID) -> Addressee | None:
    """Where to write to; nobody writes to the suspended."""
    return await conn.maybe(
        Addressee,
        """
        select id as user_id, email, language
        from app_user where id = $1 and suspended_at is null and erased_at is null
        """,
        user_id,
    )


async def language_of(conn: Conn, user_id: UUID) -> str:
    """In which language somebody reads; the usual one of nobody known."""
    found = await conn.value(str, "select language from app_user where id = $1", user_id)
    return found or USUAL_LANGUAGE
