"""Another address. Both are told: the new one confirms, the old one can undo for seven days."""

from uuid import UUID

from alcuin.identity.actions.ending import end_every_access
from alcuin.identity.actions.erasing import release_address
from alcuin.identity.actions.letters import SEND_LETTER, request_letter
from alcuin.identity.actions.proving import require_recent_proof
from alcuin.identity.data import Letter, LetterKind, Purpose
from alcuin.identity.data.email_changes import EmailChange, NewAddress
from alcuin.identity.errors import LinkSpent
from alcuin.identity.needs import Hasher, Signer
from alcuin.identity.queries import email_changes, one_time_tokens, sessions, users
from alcuin.identity.rules import people, tokens
from alcuin.kit.actor import Actor, Person, System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn, Violated
from alcuin.kit.jobs import enqueue
from alcuin.kit.problems import Invalid


async def ask_for_change(conn: Conn, person: Person, email: str) -> None:
    """Have a link sent to the new address, and a warning to the old one.

    Raises ProofRequired, Invalid, TooManyLetters. Whether somebody has the new address cannot
    be told: the statements are the same, and only the letter to that very address differs.
    """
    await require_recent_proof(conn, person)
    new = _sound(email)
    await users.lock_user(conn, person.user_id)
    me = await users.get_user(conn, person.user_id)
    if new.key == people.email_key(me.email):
        raise Invalid.at("/email", "This is your address already.", "unchanged")
    is_in_use = await users.find_user_id(conn, new.key) is not None
    change_id = await email_changes.add_change(conn, person, new)
    kind = LetterKind.EMAIL_IN_USE if is_in_use else LetterKind.CONFIRM_EMAIL
    await request_letter(conn, kind, me.id, new.key, change_id)
    # Not counted: nobody may use up the letters of an address so that it is not warned.
    await enqueue(conn, SEND_LETTER, Letter(LetterKind.UNDO_EMAIL, me.id, change_id))
    await _note(conn, person, "email.ask_for_change", me.id)


def _sound(text: str) -> NewAddress:
    email = people.normal_email(text)
    people.require(people.flaw_of_email(email))
    return NewAddress(email, people.email_key(email))


async def confirm_change(conn: Conn, token: str) -> None:
    """Set the address that the token's letter went to. Raises LinkSpent.

    Also where somebody else has taken the address meanwhile: who asks learns nothing of it.
    The session that asked goes on, all others end; so do links that were sent to the old one.
    """
    change = await _held(conn, token, Purpose.CONFIRM_EMAIL)
    digest = tokens.digest(token)
    if not await one_time_tokens.use_token(conn, digest, Purpose.CONFIRM_EMAIL):
        raise LinkSpent
    if not await email_changes.confirm_change(conn, change):
        raise LinkSpent
    await _set(conn, change)
    await sessions.end_sessions(conn, change.user_id, but=change.session_id)
    await _drop_links(conn, change.user_id)
    await _note(conn, System("link to the new address"), "email.change", change.user_id)


async def unknowable_password(hasher: Hasher, signer: Signer) -> str:
    """The hash of a password that is forgotten at once; checking it costs what any other does."""
    return await hasher.hash(signer.opaque())


async def undo_change(conn: Conn, token: str, password_hash: str) -> None:
    """Give the account back to the address that it had. Raises LinkSpent.

    Somebody else was in: nothing that they hold opens it any more, not even the password. A
    letter to the old address, which is the account's again, lets its reader choose another.
    """
    change = await _held(conn, token, Purpose.UNDO_EMAIL)
    if not await email_changes.undo_changes(conn, change):
        raise LinkSpent
    await email_changes.end_changes(conn, change.user_id)
    squatter = await email_changes.find_squatter(conn, change.user_id, change.old_email_key)
    if squatter:
        await release_address(conn, squatter)
    try:
        await email_changes.take_back(conn, change, password_hash)
    except Violated:
        raise LinkSpent from None
    await end_every_access(conn, change.user_id)
    await _drop_links(conn, change.user_id)
    await enqueue(conn, SEND_LETTER, Letter(LetterKind.EMAIL_UNDONE, change.user_id))
    await _note(conn, System("link to the old address"), "email.undo_change", change.user_id)


async def _held(conn: Conn, token: str, purpose: Purpose) -> EmailChange:
    """The change of a token, its person locked: of two links at once one finds the other spent."""
    change = await email_changes.find_change(conn, tokens.digest(token), purpose)
    if change is None:
        raise LinkSpent
    await users.lock_user(conn, change.user_id)
    if await email_changes.find_change(conn, tokens.digest(token), purpose) is None:
        raise LinkSpent
    return change


async def _set(conn: Conn, change: EmailChange) -> None:
    new = NewAddress(change.new_email, change.new_email_key)
    try:
        done = await email_changes.set_email(conn, change.user_id, new, was=change.old_email_key)
    except Violated:
        raise LinkSpent from None
    if not done:
        raise LinkSpent


async def _drop_links(conn: Conn, user_id: UUID) -> None:
    """Links under way went to an address that is not the account's any more."""
    for purpose in (Purpose.RESET_PASSWORD, Purpose.VERIFY_EMAIL):
        await one_time_tokens.drop_tokens(conn, user_id, purpose)


async def _note(conn: Conn, actor: Actor, action: str, user_id: UUID) -> None:
    await audit(conn, actor, action, subject_kind="user", subject_id=user_id)
