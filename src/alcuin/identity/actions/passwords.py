"""New passwords, for those who know the old one and for those who do not."""

from uuid import UUID

import msgspec

from alcuin.identity.actions.attempts import count, verify_counted
from alcuin.identity.actions.ending import end_every_access
from alcuin.identity.actions.letters import request_letter
from alcuin.identity.data import Credential, LetterKind, Purpose
from alcuin.identity.errors import (
    LinkSpent,
    PasswordChangedMeanwhile,
    TooManySignIns,
    WrongPassword,
)
from alcuin.identity.needs import Hasher
from alcuin.identity.queries import credentials, one_time_tokens, sessions, users
from alcuin.identity.rules import limits, passwords, people, tokens
from alcuin.kit.actor import Person, System
from alcuin.kit.audit import Outcome, audit
from alcuin.kit.db import Conn, Database


class NewPassword(msgspec.Struct, frozen=True):
    """A password found sound and hashed, for somebody whose old one we saw."""

    user_id: UUID
    old_hash: str
    new_hash: str


async def prepare_change(
    database: Database, hasher: Hasher, person: Person, present: str, new: str
) -> NewPassword:
    """Check the present password, hash the new one. Raises Invalid, WrongPassword."""
    counted = limits.password_limits(person.user_id)
    async with database.transaction() as conn:
        credential = await credentials.get_credential_of(conn, person.user_id)
    sound, said = _sound(credential, new), passwords.normal_password(present)
    async with database.transaction() as conn:
        await count(conn, counted, TooManySignIns)
    verdict = await verify_counted(database, hasher, counted, said, credential.password_hash)
    if not verdict.matches:
        async with database.transaction() as conn:
            await _note(conn, person, person.user_id, Outcome.REFUSED)
        raise WrongPassword
    return await _hashed(hasher, credential, sound)


async def change_password(conn: Conn, person: Person, new: NewPassword) -> None:
    """Set one's password; all other sessions end. Raises PasswordChangedMeanwhile."""
    await _replace(conn, new)
    await sessions.end_sessions(conn, person.user_id, but=person.session_id)
    await _note(conn, person, person.user_id, Outcome.DONE)


async def ask_for_reset(conn: Conn, email: str) -> None:
    """Have a letter written where somebody has the address; who asks cannot tell."""
    key = people.claimed_key(email)
    user_id = await users.find_user_id(conn, key)
    await request_letter(conn, LetterKind.RESET_PASSWORD, user_id, key)


async def prepare_reset(database: Database, hasher: Hasher, token: str, new: str) -> NewPassword:
    """Check a reset token without spending it, hash the password. Raises LinkSpent, Invalid."""
    async with database.transaction() as conn:
        holder = await one_time_tokens.find_holder(
            conn, tokens.digest(token), Purpose.RESET_PASSWORD
        )
        if holder is None or holder.user_id is None:
            raise LinkSpent
        credential = await credentials.get_credential_of(conn, holder.user_id)
    return await _hashed(hasher, credential, _sound(credential, new))


async def reset_password(conn: Conn, token: str, new: NewPassword) -> None:
    """Spend the token, set the password, end all sessions and tokens. Raises LinkSpent.

    Nobody is signed in by it, so whoever has a second factor is asked for it as always (F10).
    Who holds the token reads the address, so the address counts as verified: a person whose
    address somebody else had registered takes the account over here, password and all.
    """
    holder = await one_time_tokens.use_token(conn, tokens.digest(token), Purpose.RESET_PASSWORD)
    if holder is None or holder.user_id != new.user_id:
        raise LinkSpent
    await _replace(conn, new)
    await users.verify_email(conn, new.user_id)
    await end_every_access(conn, new.user_id)
    await _note(conn, System("reset link"), new.user_id, Outcome.DONE)


def _sound(credential: Credential, new: str) -> str:
    password = passwords.normal_password(new)
    people.require(
        passwords.flaw_of_password(
            password, email=credential.email, name=credential.name, pointer="/newPassword"
        )
    )
    return password


async def _hashed(hasher: Hasher, credential: Credential, sound: str) -> NewPassword:
    return NewPassword(credential.user_id, credential.password_hash, await hasher.hash(sound))


async def _replace(conn: Conn, new: NewPassword) -> None:
    if not await credentials.replace_password(conn, new.user_id, new.old_hash, new.new_hash):
        raise PasswordChangedMeanwhile
    await one_time_tokens.drop_tokens(conn, new.user_id, Purpose.SECOND_FACTOR)


async def _note(conn: Conn, actor: Person | System, user_id: UUID, outcome: Outcome) -> None:
    await audit(
        conn,
        actor,
        "password.change",
        outcome,
        subject_kind="user",
        subject_id=user_id,
    )
