"""Signing in where a second factor is on: between the password and the session stands a code."""

from uuid import UUID

import msgspec

from alcuin.identity.actions.attempts import count, give_back
from alcuin.identity.actions.codes import spend_code
from alcuin.identity.actions.signing_in import known_device, refused, start_session
from alcuin.identity.data import Purpose, SignedIn, Visit
from alcuin.identity.data.proofs import Way
from alcuin.identity.data.second_factors import Asked, SecondStep
from alcuin.identity.data.sign_ins import Device, Outcome, Proven
from alcuin.identity.errors import (
    SessionEnded,
    SignInExpired,
    TooManyCodes,
    WrongSecondFactor,
)
from alcuin.identity.needs import Safe, Signer
from alcuin.identity.queries import credentials, one_time_tokens, sign_ins
from alcuin.identity.rules import limits, proofs, tokens
from alcuin.kit.actor import System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn, Database

PURPOSE = Purpose.SECOND_FACTOR


class Arrival(msgspec.Struct, frozen=True):
    """Somebody at the second step."""

    user_id: UUID
    device: Device
    visit: Visit


async def ask_for_code(conn: Conn, signer: Signer, proven: Proven, visit: Visit) -> Asked:
    """Open no session yet, but say what is wanted. Raises SessionEnded as `start_session`."""
    token, life = signer.opaque(), tokens.ONE_TIME_LIFE[PURPOSE]
    if not await one_time_tokens.add_second_step(
        conn, tokens.digest(token), proven.user_id, proven.password_hash, life
    ):
        raise SessionEnded
    await sign_ins.note_sign_in(conn, proven.user_id, Outcome.CODE_ASKED, proven.device, visit)
    return Asked(
        token=token,
        methods=proofs.ways(has_second_factor=True),
        expires_in=int(life.total_seconds()),
    )


async def arrive(database: Database, signer: Signer, said: SecondStep, visit: Visit) -> Arrival:
    """Count the guess before it is looked at. Raises SignInExpired, TooManyCodes."""
    async with database.transaction() as conn:
        holder = await one_time_tokens.find_holder(conn, tokens.digest(said.token), PURPOSE)
        if holder is None or holder.user_id is None:
            raise SignInExpired
        user_id = holder.user_id
        await count(conn, limits.code_limits(user_id, visit.address), TooManyCodes)
    name = known_device(signer, said.device_token, user_id)
    return Arrival(user_id, Device.KNOWN if name else Device.NEW, visit)


async def finish(
    conn: Conn, signer: Signer, safe: Safe, came: Arrival, said: SecondStep
) -> SignedIn:
    """Spend the code, open the session, spend the token: all of it or nothing.

    Raises WrongSecondFactor, SignInExpired, SessionEnded. The person's row is locked before
    the token's, in the order in which a change of the password takes them.
    """
    credential = await credentials.get_credential_of(conn, came.user_id)
    way = await spend_code(conn, safe, came.user_id, said.code)
    if way is None:
        raise WrongSecondFactor
    proven = Proven(
        came.user_id,
        credential.password_hash,
        has_second_factor=True,
        device=came.device,
        has_shown_code=True,
    )
    signed_in = await start_session(conn, signer, proven, came.visit)
    if await one_time_tokens.use_token(conn, tokens.digest(said.token), PURPOSE) is None:
        raise SignInExpired
    await give_back(conn, limits.code_limits(came.user_id, came.visit.address))
    await note_backup_code(conn, came.user_id, way)
    return signed_in


async def refuse_code(database: Database, came: Arrival) -> None:
    """Write a wrong code down, after its transaction was rolled back."""
    await refused(
        database,
        came.user_id,
        Outcome.WRONG_CODE,
        came.device,
        visit=came.visit,
        why=WrongSecondFactor(),
    )


async def note_backup_code(conn: Conn, user_id: UUID, way: Way) -> None:
    """There are ten, and each that is gone may be one that somebody found."""
    if way is Way.BACKUP_CODE:
        await audit(
            conn,
            System("a backup code was shown"),
            "second_factor.use_backup_code",
            subject_kind="user",
            subject_id=user_id,
        )
