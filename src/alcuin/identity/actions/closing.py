"""Closing an account, one's own or somebody's, and taking that back within 14 days."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.identity.actions.administering import require_administrator
from alcuin.identity.actions.ending import end_every_access
from alcuin.identity.actions.letters import SEND_LETTER
from alcuin.identity.actions.proving import require_recent_proof
from alcuin.identity.data import Letter, LetterKind
from alcuin.identity.data.closing import Account, Closing
from alcuin.identity.errors import AccountNotClosed, LinkSpent, UserNotFound
from alcuin.identity.needs import Duties, Signer
from alcuin.identity.queries import closing, email_changes, users
from alcuin.identity.rules.standing import require_an_administrator_left
from alcuin.identity.rules.tokens import GRACE
from alcuin.kit.actor import Actor, Person, System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn
from alcuin.kit.jobs import enqueue


async def close_own(conn: Conn, person: Person, duties: Sequence[Duties]) -> Closing:
    """Close one's own account. Raises ProofRequired, LastAdministrator, and what `duties` do."""
    await require_recent_proof(conn, person)
    return await _close(conn, person, person.user_id, duties)


async def close_somebodys(
    conn: Conn, person: Person, user_id: UUID, duties: Sequence[Duties]
) -> Closing:
    """Close an account for its person. Raises UserNotFound, and as `close_own`.

    Its person may come back as if they had closed it; who is suspended as well may not.
    """
    require_administrator(person)
    await require_recent_proof(conn, person)
    return await _close(conn, person, user_id, duties)


async def _close(conn: Conn, actor: Person, user_id: UUID, duties: Sequence[Duties]) -> Closing:
    administrators = await users.lock_active_administrators(conn)
    account = await _held(conn, user_id)
    require_an_administrator_left(account, account.role, administrators, suspended=True)
    for room in duties:
        await room.require_none(conn, user_id)
    closed = await closing.close_account(conn, user_id, GRACE)
    await end_every_access(conn, user_id)
    if account.closed_at is None:
        await _tell(conn, actor, account)
    return closed


async def _tell(conn: Conn, actor: Actor, account: Account) -> None:
    await email_changes.end_changes(conn, account.id)
    await enqueue(conn, SEND_LETTER, Letter(LetterKind.ACCOUNT_CLOSED, account.id))
    await _note(conn, actor, "account.close", account.id)


async def restore(conn: Conn, signer: Signer, token: str) -> None:
    """Open the account of a token again. Raises LinkSpent; a closing is taken back once."""
    said = signer.read_restore(token)
    if said is None or not await closing.reopen(conn, *said):
        raise LinkSpent
    await _note(conn, System("token to restore"), "account.restore", said[0])


async def restore_somebodys(conn: Conn, person: Person, user_id: UUID) -> Account:
    """Open somebody's account again. Raises UserNotFound, AccountNotClosed."""
    require_administrator(person)
    await _held(conn, user_id)
    if not await closing.reopen(conn, user_id, None):
        raise AccountNotClosed
    await _note(conn, person, "account.restore", user_id)
    return await closing.get_account(conn, user_id)


async def _held(conn: Conn, user_id: UUID) -> Account:
    """Somebody who is not gone for good, locked. Raises UserNotFound."""
    await users.lock_user(conn, user_id)
    account = await closing.get_account(conn, user_id)
    if account.erased_at is not None:
        raise UserNotFound
    return account


async def _note(conn: Conn, actor: Actor, action: str, user_id: UUID) -> None:
    await audit(conn, actor, action, subject_kind="user", subject_id=user_id)
