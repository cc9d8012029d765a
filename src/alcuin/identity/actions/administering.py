"""What administrators, and the system's own commands, do with other people's accounts."""

from uuid import UUID

from alcuin.identity.actions.ending import end_every_access
from alcuin.identity.data import StandingEdit, User
from alcuin.identity.data.closing import Account
from alcuin.identity.errors import UserNotFound
from alcuin.identity.queries import closing, lists, users
from alcuin.identity.rules import people
from alcuin.identity.rules.pages import page_of
from alcuin.identity.rules.standing import changed_standing, require_an_administrator_left
from alcuin.kit.actor import Actor, System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn
from alcuin.kit.paging import DEEPEST, Cursors, Page, Paging
from alcuin.kit.problems import Forbidden

LIST = "users"


async def list_users(
    conn: Conn, actor: Actor, part: str | None, paging: Paging, cursors: Cursors
) -> Page[Account]:
    """People, the newest first; those whose name or address contains `part`."""
    require_administrator(actor)
    after = UUID(cursors.open(paging.cursor, LIST)) if paging.cursor else None
    pattern = people.like_pattern(part) if part else "%"
    found = await lists.search_users(conn, pattern, after, paging.limit + 1, paging.offset)
    total = await lists.count_users(conn, pattern, DEEPEST)
    return page_of(found, total, paging, lambda last: cursors.seal(last.id, LIST))


async def get_user(conn: Conn, actor: Actor, user_id: UUID) -> Account:
    """A person; of somebody who was erased what is left. Raises UserNotFound."""
    require_administrator(actor)
    return await closing.get_account(conn, user_id)


async def hold_user(conn: Conn, actor: Actor, user_id: UUID) -> Account:
    """A person who is still there, held with all active administrators until the transaction ends.

    Administrators first and in the order of their ids: two who demote each other at once
    wait for one another's turn, not in a circle.
    """
    require_administrator(actor)
    await users.lock_active_administrators(conn)
    await users.lock_user(conn, user_id)
    account = await closing.get_account(conn, user_id)
    if account.erased_at is not None:
        raise UserNotFound
    return account


async def hold_user_by_email(conn: Conn, actor: System, email: str) -> Account:
    """For commands, where people are named by address. Raises UserNotFound."""
    user_id = await users.find_user_id(conn, people.claimed_key(email))
    if user_id is None:
        raise UserNotFound
    return await hold_user(conn, actor, user_id)


async def change_standing(conn: Conn, actor: Actor, user: User, edit: StandingEdit) -> Account:
    """Give another role, suspend, or let in again. Raises LastAdministrator.

    Effective with the next request: role and suspension are read with every one (A12).
    """
    require_administrator(actor)
    role, suspended = changed_standing(user, edit)
    administrators = await users.lock_active_administrators(conn)
    require_an_administrator_left(user, role, administrators, suspended=suspended)
    await users.update_standing(conn, user.id, role, suspended=suspended)
    if suspended:
        # Ended for good: letting somebody in again is not signing them in again.
        await end_every_access(conn, user.id)
    changed = await closing.get_account(conn, user.id)
    await _note(conn, actor, user, changed)
    return changed


async def end_sessions_of(conn: Conn, actor: Actor, user_id: UUID) -> int:
    """Sign somebody out everywhere, their tokens too; answers how many. Raises UserNotFound."""
    require_administrator(actor)
    await users.get_user(conn, user_id)
    ended = await end_every_access(conn, user_id)
    await audit(
        conn,
        actor,
        "session.end_all",
        subject_kind="user",
        subject_id=user_id,
        facts={"ended": ended},
    )
    return ended


def require_administrator(actor: Actor) -> None:
    """Routes say so too; this line holds for every other edge."""
    if not (isinstance(actor, System) or actor.is_admin):
        raise Forbidden


async def _note(conn: Conn, actor: Actor, before: User, after: User) -> None:
    await audit(
        conn,
        actor,
        "user.change_standing",
        subject_kind="user",
        subject_id=after.id,
        facts={
            "role": [before.role, after.role],
            "suspended": [before.suspended_at is not None, after.suspended_at is not None],
        },
    )
