"""Proving who one is, and staying signed in."""

from uuid import UUID

import msgspec

from alcuin.identity.actions.attempts import count, verify_counted
from alcuin.identity.actions.coming_back import why_no_session
from alcuin.identity.data import Credential, SignedIn, SignIn, Tokens, Visit
from alcuin.identity.data.sign_ins import Device, Proven
from alcuin.identity.data.sign_ins import Outcome as Ended
from alcuin.identity.errors import Suspended, TooManySignIns, WrongCredentials
from alcuin.identity.events import announce_sign_in
from alcuin.identity.needs import Hasher, Signer
from alcuin.identity.queries import credentials, sessions, sign_ins, users
from alcuin.identity.rules import limits, passwords, people, tokens
from alcuin.kit.actor import Anonymous
from alcuin.kit.audit import Outcome, audit
from alcuin.kit.db import Conn, Database
from alcuin.kit.problems import Unauthenticated


async def prove(
    database: Database, hasher: Hasher, signer: Signer, said: SignIn, visit: Visit
) -> Proven:
    """Find out who somebody is, by their password.

    Raises WrongCredentials, Suspended, TooManySignIns.
    An attempt counts before its password is looked at, so that a hundred guesses at once are
    a hundred guesses; it is given back when it was right. Whether or not somebody has the
    address, the statements and the hashing are the same (F6).
    """
    key, password = people.claimed_key(said.email), passwords.normal_password(said.password)
    async with database.transaction() as conn:
        known = await credentials.find_credential(conn, key)
        user_id = known.user_id if known else None
        name = known_device(signer, said.device_token, user_id)
        counted = limits.sign_in_limits(key, visit.address, name)
        await count(conn, counted, TooManySignIns)
    known_hash = known.password_hash if known else None
    verdict = await verify_counted(database, hasher, counted, password, known_hash)
    device = Device.KNOWN if name else Device.NEW
    if known is None or not verdict.matches:
        wrong, why = Ended.WRONG_PASSWORD, WrongCredentials()
        raise await refused(database, user_id, wrong, device, visit=visit, why=why)
    if known.suspended:
        outcome = Ended.SUSPENDED
        raise await refused(database, user_id, outcome, device, visit=visit, why=Suspended())
    if verdict.outdated:
        known = await _rehashed(database, hasher, known, password)
    return Proven(known.user_id, known.password_hash, known.has_second_factor, device)


def known_device(signer: Signer, token: str | None, user_id: UUID | None) -> str | None:
    """The device's name, where it has signed in to this very account before."""
    device = signer.read_device(token) if token else None
    return device[1] if device and device[0] == user_id else None


async def refused(
    database: Database,
    user_id: UUID | None,
    outcome: Ended,
    device: Device,
    *,
    visit: Visit,
    why: Unauthenticated,
) -> Unauthenticated:
    """Write a refused attempt down, for its person and in the audit; answers the refusal."""
    # The counters bound these entries too: what they refuse is not written down.
    async with database.transaction() as conn:
        await sign_ins.note_sign_in(conn, user_id, outcome, device, visit)
        await audit(
            conn,
            Anonymous(),
            "session.start",
            Outcome.REFUSED,
            subject_kind="user",
            subject_id=user_id,
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


async def start_session(conn: Conn, signer: Signer, proven: Proven, visit: Visit) -> SignedIn:
    """Open a session for somebody who has proven who they are; its id is always new (F4).

    Whose second factor is on has shown a code before (`second_step`). Raises SessionEnded
    where the password was changed, the factor turned on, or the person suspended, meanwhile;
    AccountClosed with what restores it.
    """
    session_id = await sessions.start_session(conn, proven, visit, tokens.SESSION_LIFE)
    if session_id is None:
        raise await why_no_session(conn, signer, proven)
    user_id = proven.user_id
    await sign_ins.note_sign_in(conn, user_id, Ended.SIGNED_IN, proven.device, visit)
    await announce_sign_in(conn, user_id, session_id, proven.device)
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
