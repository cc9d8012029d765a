"""Erasing accounts whose people have not come back."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from alcuin.identity.needs import PersonalData
from alcuin.identity.queries import closing
from alcuin.identity.rules.tokens import GRACE
from alcuin.kit.actor import System
from alcuin.kit.audit import audit, forget_person
from alcuin.kit.db import Conn, Database
from alcuin.kit.idempotency import forget_answers
from alcuin.kit.mail import Mail

log = structlog.get_logger("alcuin.identity")

MOST = 1_000
"""People a run; the next one comes within the hour."""


async def erase_leaving(database: Database, mail: Mail, rooms: Sequence[PersonalData]) -> None:
    """Erase everybody whose 14 days are over, each in a transaction of their own.

    Letters first: whoever is killed in between finds the same people again.
    """
    async with database.transaction() as conn:
        leaving = await closing.list_leaving(conn, GRACE, MOST)
    for person in leaving:
        await mail.forget(person.addresses)
        async with database.transaction() as conn:
            is_due = await closing.lock_leaving(conn, person.user_id, GRACE)
            if is_due:
                await _erase(conn, person.user_id, rooms)
        if is_due:  # for whoever restores a backup that still knows them
            log.info("account_erased", user_id=str(person.user_id))


async def release_address(conn: Conn, user_id: UUID) -> None:
    """Erase an account that never proved its address, for whoever proves it now.

    It could do nothing, so no other room keeps anything of it.
    """
    await _erase(conn, user_id, (), why="an address that was never confirmed")


async def _erase(
    conn: Conn,
    user_id: UUID,
    rooms: Sequence[PersonalData],
    why: str = "14 days after closing",
) -> None:
    for room in rooms:
        await room.erase(conn, user_id)
    await forget_answers(conn, user_id)
    await forget_person(conn, user_id)
    await closing.erase_account(conn, user_id)
    await audit(conn, System(why), "account.erase", subject_kind="user", subject_id=user_id)
