"""Turning a second factor on and off."""

from uuid import UUID

from alcuin.identity.actions.administering import require_administrator
from alcuin.identity.actions.codes import spend_step
from alcuin.identity.actions.ending import end_every_access
from alcuin.identity.actions.proving import require_recent_proof
from alcuin.identity.data.second_factors import Enrolment, Sealed, Security
from alcuin.identity.errors import SecondFactorOff, SecondFactorOn, WrongCode
from alcuin.identity.needs import Safe, Signer
from alcuin.identity.queries import backup_codes, second_factors, users
from alcuin.identity.rules import second_factors as rules
from alcuin.identity.rules import tokens
from alcuin.identity.rules.proofs import PROOF_LIFE
from alcuin.kit.actor import Actor, Person
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn, Database

AT_ONCE = 500


async def get_security(conn: Conn, person: Person) -> Security:
    return await second_factors.get_security(conn, person.user_id, person.session_id, PROOF_LIFE)


async def enrol(conn: Conn, signer: Signer, safe: Safe, person: Person) -> Enrolment:
    """Give out a secret, which guards nothing before a first code of it was shown.

    Raises ProofRequired: whoever finds a session open must not lock its person out.
    """
    await require_recent_proof(conn, person)
    secret = rules.secret_of(signer.opaque())
    sealed = safe.seal(secret.encode(), person.user_id)
    if not await second_factors.put_unconfirmed(conn, person.user_id, sealed):
        raise SecondFactorOn
    me = await users.get_user(conn, person.user_id)
    return Enrolment(secret, rules.uri_of(secret, me.email))


async def confirm(conn: Conn, signer: Signer, safe: Safe, person: Person, code: str) -> list[str]:
    """Turn it on with a first code; answers ten backup codes. Raises WrongCode.

    Wants no proof of its own: only `enrol`, which does, has shown the secret.
    """
    spent = await spend_step(conn, safe, person.user_id, rules.typed(code), confirmed=False)
    if not spent:
        raise WrongCode
    await second_factors.confirm(conn, person.user_id)
    await _note(conn, person, "second_factor.turn_on", person.user_id)
    return await _given(conn, signer, person.user_id)


async def renew_backup_codes(conn: Conn, signer: Signer, person: Person) -> list[str]:
    """Ten new codes; the old ones are none any more. Raises ProofRequired, SecondFactorOff."""
    await require_recent_proof(conn, person)
    factor = await second_factors.find_factor(conn, person.user_id, rules.STEP_SECONDS)
    if factor is None or not factor.is_confirmed:
        raise SecondFactorOff
    await _note(conn, person, "second_factor.renew_backup_codes", person.user_id)
    return await _given(conn, signer, person.user_id)


async def turn_off(conn: Conn, person: Person) -> None:
    """Raises ProofRequired, SecondFactorOff."""
    await require_recent_proof(conn, person)
    if not await second_factors.remove(conn, person.user_id):
        raise SecondFactorOff
    await _note(conn, person, "second_factor.turn_off", person.user_id)


async def remove_lost(conn: Conn, actor: Actor, user_id: UUID) -> int:
    """Take away a second factor that somebody lost; they are signed out everywhere.

    Answers how many sessions and tokens that ended. Raises UserNotFound, SecondFactorOff,
    and ProofRequired for an administrator whose own proof is old.
    """
    require_administrator(actor)
    if isinstance(actor, Person):
        await require_recent_proof(conn, actor)
    await users.get_user(conn, user_id)
    if not await second_factors.remove(conn, user_id):
        raise SecondFactorOff
    ended = await end_every_access(conn, user_id)
    await _note(conn, actor, "second_factor.remove", user_id)
    return ended


async def reseal(database: Database, safe: Safe) -> None:
    """Seal with the present key what the previous one sealed, so that that one can go."""
    old = safe.previous_key_id
    while old:
        async with database.transaction() as conn:
            found = await second_factors.list_sealed_with(conn, old, AT_ONCE)
            opened = [
                (kept.user_id, safe.open(Sealed(old, kept.sealed), kept.user_id)) for kept in found
            ]
            again = {owner: safe.seal(text, owner) for owner, text in opened if text is not None}
            await second_factors.put_sealed(conn, [*again], [*again.values()])
        if not again or len(found) < AT_ONCE:
            return


async def _given(conn: Conn, signer: Signer, user_id: UUID) -> list[str]:
    codes = [rules.backup_code_of(signer.opaque()) for _ in range(rules.BACKUP_CODES)]
    digests = [tokens.digest(rules.typed(code)) for code in codes]
    await backup_codes.replace_codes(conn, user_id, digests)
    return codes


async def _note(conn: Conn, actor: Actor, action: str, user_id: UUID) -> None:
    await audit(conn, actor, action, subject_kind="user", subject_id=user_id)
