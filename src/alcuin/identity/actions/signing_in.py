"""Proving who one is, and staying signed in."""

from uuid import UUID

import msgspec

from alcuin.identity.actions.attempts import count, verify_counted
from alcuin.identity.data import Credential, SignedIn, SignIn, Tokens, Visit
from alcuin.identity.errors import SessionEnded, Suspended, TooManySignIns, WrongCredentials
from alcuin.identity.needs import Hasher, Signer
from alcuin.identity.queries import credentials, sessions, users
from alcuin.identity.rules import limits, passwords, people, tokens
from alcuin.kit.actor import Anonymous
from alcuin.kit.audit import Outcome, audit
from alcuin.kit.db import Conn, Database
from alcuin.kit.problems import Unauthenticated


async def prove(
    database: Database, hasher: Hasher, signer: Signer, said: SignIn, visit: Visit
) -> Credential:
    """Find out who somebody is. Raises WrongCredentials, Suspended, TooManySignIns.

    An attempt counts before its password is looked at, so that a hundred guesses at once are
    a hundred guesses; it is given back when it was right. Whether or not somebody has the
    address, the statements and the hashing are the same (F6).
    """
    key, password = people.claimed_key(said.email), passwords.normal_password(said.password)
    async with database.transaction() as conn:
        known = await credentials.find_credential(conn, key)
        device = _known_device(signer, said.device_token, known)
        counted = limits.sign_in_limits(key, visit.address, device)
        await count(conn, counted, TooManySignIns)
    known_hash = known.password_hash if known else None
    verdict = await verify_counted(database, hasher, counted, password, known_hash)
    if known is None or not verdict.matches:
        raise await _refused(database, known, visit, WrongCredentials())
    if known.suspended:
        raise await _refused(database, known, visit, Suspended())
    return await _rehashed(database, hasher, known, password) if verdict.outdated else known


def _known_device(signer: Signer, token: str | None, known: Credential | None) -> str | None:
    """The device, where it has signed in to this very account before."""
    device = signer.read_device(token) if token else None
    return device[1] if device and known and device[0] == known.user_id else None


async def _refused(
    database: Database, known: Credential | None, visit: Visit, why: Unauthenticated
) -> Unauthenticated:
    # The counters bound these entries too: what they refuse is not written down.
    async with database.transaction() as conn:
        await audit(
            conn,
            Anonymous(),
            "session.start",
            Outcome.REFUSED,
            subject_kind="user",
            subject_id=known.user_id if known else None,
            facts={"code": why.code},
            address=visit.address,
            user_agent=visit.user_agent,
        )
    return why


async def _rehashed(
    database: Database, hasher: Hasher, known: Credential, password: str
) -> Credential:
    """Move a hash made with yesterday's parameters to today's."""
    fresh = await hasher.hash(password)
    async with database.transaction() as conn:
        await credentials.replace_password(conn, known.user_id, known.password_hash, fresh)
    return msgspec.structs.replace(known, password_hash=fresh)


async def start_session(conn: Conn, signer: Signer, proven: Credential, visit: Visit) -> SignedIn:
    """Open a session for somebody who has proven who they are; its id is always new (F4).

    Raises SessionEnded where the password was changed, or the person suspended, meanwhile.
    """
    session_id = await sessions.start_session(conn, proven, visit, tokens.SESSION_LIFE)
    if session_id is None:
        raise SessionEnded
    user_id = proven.user_id
    return SignedIn(
        user=await users.get_user(conn, user_id),
        tokens=await _tokens(conn, signer, user_id, session_id),
        device_token=signer.device(user_id),
    )


async def renew(conn: Conn, signer: Signer, refresh_token: str, visit: Visit) -> Tokens | None:
    """Exchange a refresh token for new tokens; None where it is not good.

    None and not a refusal, because what follows from a second use must be committed: either
    the first or the second user stole the token, and nobody can say which, so the session
    ends for both (RFC 9700, 4.14.2). A client that lost the answer signs in again.
    """
    digest = tokens.digest(refresh_token)
    renewal = await sessions.use_refresh_token(conn, digest)
    if renewal is None:
        await _end_where_reused(conn, digest, visit)
        return None
    await sessions.note_use(conn, renewal.session_id, visit)
    return await _tokens(conn, signer, renewal.user_id, renewal.session_id)


async def _end_where_reused(conn: Conn, digest: bytes, visit: Visit) -> None:
    spent = await sessions.find_spent(conn, digest)
    if spent and await sessions.end_session(conn, spent.user_id, spent.session_id):
        await audit(
            conn,
            Anonymous(),
            "session.renew",
            Outcome.REFUSED,
            subject_kind="user",
            subject_id=spent.user_id,
            facts={"code": "refresh_token_reused"},
            address=visit.address,
            user_agent=visit.user_agent,
        )


async def _tokens(conn: Conn, signer: Signer, user_id: UUID, session_id: UUID) -> Tokens:
    refresh_token = signer.opaque()
    await sessions.add_refresh_token(
        conn, tokens.digest(refresh_token), session_id, tokens.REFRESH_LIFE
    )
    return Tokens(
        access_token=signer.access(user_id, session_id),
        expires_in=signer.access_seconds,
        refresh_token=refresh_token,
    )
