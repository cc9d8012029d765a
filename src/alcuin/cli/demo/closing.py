"""Closing the demo's accounts, without which nothing is served outside development."""

from alcuin.app.parts import Parts
from alcuin.cli.demo.cast import EVERYBODY
from alcuin.cli.refusing import Refused
from alcuin.identity import StandingEdit, User, UserNotFound, change_standing, hold_user_by_email
from alcuin.kit.actor import System
from alcuin.kit.db import Conn

ACTOR = System("alcuin demo --close")


async def require_no_demo(parts: Parts) -> None:
    """Raises Refused outside development while somebody of the demo could sign in."""
    if parts.settings.is_development:
        return
    async with parts.database.transaction() as conn:
        found = await _open_accounts(conn)
    if found:
        raise Refused(
            f"This database holds {len(found)} accounts of the demo, whose passwords were "
            "printed. Close them with: alcuin demo --close"
        )


async def close(parts: Parts) -> int:
    """Suspend everybody of the demo, at once on every device; answers how many."""
    async with parts.database.transaction() as conn:
        found = await _open_accounts(conn)
        for user in found:
            await change_standing(conn, ACTOR, user, StandingEdit(suspended=True))
    return len(found)


async def _open_accounts(conn: Conn) -> list[User]:
    found = []
    for person in EVERYBODY:
        try:
            found.append(await hold_user_by_email(conn, ACTOR, person.email))
        except UserNotFound:
            continue
    return [user for user in found if user.suspended_at is None]
