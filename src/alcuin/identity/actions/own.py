"""What people see and change of themselves: their profile and their sessions."""

from uuid import UUID

from alcuin.identity.data import ProfileEdit, Session, User
from alcuin.identity.errors import SessionNotFound
from alcuin.identity.queries import sessions, users
from alcuin.identity.rules import people, tokens
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn


async def get_me(conn: Conn, person: Person) -> User:
    return await users.get_user(conn, person.user_id)


async def hold_me(conn: Conn, person: Person) -> User:
    """Oneself, held until the transaction ends, so that an edit changes what was read."""
    await users.lock_user(conn, person.user_id)
    return await users.get_user(conn, person.user_id)


async def edit_me(conn: Conn, me: User, edit: ProfileEdit) -> User:
    """Change one's own profile. Raises Invalid with every flaw."""
    await users.update_profile(conn, me.id, people.changed_profile(me, edit))
    return await users.get_user(conn, me.id)


async def list_sessions(conn: Conn, person: Person) -> list[Session]:
    """Where one is signed in, the last used first; at most 100."""
    return await sessions.list_sessions(conn, person.user_id, tokens.REFRESH_LIFE)


async def end_session(conn: Conn, person: Person, session_id: UUID) -> None:
    """End a session of one's own. Raises SessionNotFound for all others."""
    if not await sessions.end_session(conn, person.user_id, session_id):
        raise SessionNotFound


async def sign_out(conn: Conn, person: Person) -> None:
    await sessions.end_session(conn, person.user_id, person.session_id)


async def sign_out_everywhere(conn: Conn, person: Person) -> int:
    """End all of one's sessions, this one too; answers how many."""
    return await sessions.end_sessions(conn, person.user_id)
