"""Step-up: what is sensitive wants a proof of the last minutes, on this very session."""

from alcuin.identity.actions.attempts import count, give_back, verify_counted
from alcuin.identity.actions.codes import spend_code
from alcuin.identity.actions.second_step import note_backup_code
from alcuin.identity.data.proofs import Standing
from alcuin.identity.errors import (
    ProofRequired,
    SessionEnded,
    TooManyCodes,
    TooManySignIns,
    WrongCode,
    WrongPassword,
)
from alcuin.identity.needs import Hasher, Safe
from alcuin.identity.queries import credentials, proofs
from alcuin.identity.rules import limits, passwords
from alcuin.identity.rules.proofs import PROOF_LIFE, require_recent, ways
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn, Database


async def require_recent_proof(conn: Conn, person: Person) -> None:
    """Let pass whoever signed in, or proved it again, within ten minutes.

    Raises ProofRequired (403), which names the ways to prove it at `POST /api/auth/prove`.
    """
    require_recent(await _standing(conn, person))


async def prove_password(database: Database, hasher: Hasher, person: Person, password: str) -> None:
    """Check one's own password. Raises WrongPassword, TooManySignIns.

    Raises ProofRequired where a second factor is on: then a code is wanted.
    """
    counted = limits.password_limits(person.user_id)
    async with database.transaction() as conn:
        standing = await _standing(conn, person)
        if standing.has_second_factor:
            raise ProofRequired(methods=ways(has_second_factor=True))
        credential = await credentials.get_credential_of(conn, person.user_id)
        await count(conn, counted, TooManySignIns)
    said = passwords.normal_password(password)
    verdict = await verify_counted(database, hasher, counted, said, credential.password_hash)
    if not verdict.matches:
        raise WrongPassword


async def count_code(database: Database, person: Person, address: str) -> None:
    """Count a guess before it is looked at. Raises TooManyCodes."""
    async with database.transaction() as conn:
        await count(conn, limits.code_limits(person.user_id, address), TooManyCodes)


async def prove_code(conn: Conn, safe: Safe, person: Person, code: str, address: str) -> None:
    """Spend a code that `count_code` has counted. Raises WrongCode."""
    way = await spend_code(conn, safe, person.user_id, code)
    if way is None:
        raise WrongCode
    await give_back(conn, limits.code_limits(person.user_id, address))
    await note_backup_code(conn, person.user_id, way)


async def note_proof(conn: Conn, person: Person) -> None:
    await proofs.note_proof(conn, person.user_id, person.session_id)


async def _standing(conn: Conn, person: Person) -> Standing:
    standing = await proofs.find_standing(conn, person.user_id, person.session_id, PROOF_LIFE)
    if standing is None:
        raise SessionEnded
    return standing
