"""First answers by Idempotency-Key: asked again, an operation answers the same and acts once.

Scope: person, method and address, key. Everything happens in the transaction of the act, so
that an act without its answer, or an answer without its act, cannot be. Owns `idempotency`.
"""

import hashlib
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.kit.idempotency import queries
from alcuin.kit.idempotency.data import Asked, FirstAnswer
from alcuin.kit.idempotency.queries import forget_answers
from alcuin.kit.problems import Conflict, Invalid

__all__ = [
    "Asked",
    "FirstAnswer",
    "InFlight",
    "OtherBody",
    "asked",
    "find_first_answer",
    "forget_answers",
    "keep",
]

LONGEST_KEY = 200


class InFlight(Conflict):
    """A request with this Idempotency-Key is still under way. Ask again in a moment."""

    code = "idempotency_in_flight"


class OtherBody(Invalid):
    """This Idempotency-Key was used for another body. Make a new key for a new request."""

    code = "idempotency_key_reused"


def asked(user_id: UUID, route: str, key: str, body: bytes) -> Asked:
    """What is being asked. Raises Invalid for a key that is no key."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Invalid.at("Idempotency-Key", f"Give 1 to {LONGEST_KEY} ASCII characters.", "length")
    return Asked(user_id, route, key, hashlib.sha256(body).digest())


async def find_first_answer(conn: Conn, ask: Asked) -> FirstAnswer | None:
    """Claim the key until the transaction ends. Raises InFlight and OtherBody."""
    # Two statements: one alone would look with a snapshot older than its own lock, and
    # miss the row of whoever held the lock just before.
    if not await queries.try_lock(conn, ask):
        raise InFlight
    known = await queries.find_answer(conn, ask)
    if known and known.body_sha256 != ask.body_sha256:
        raise OtherBody
    return known


async def keep(conn: Conn, ask: Asked, status: int, headers: dict[str, str], body: bytes) -> None:
    """Keep the answer for whoever asks again within 24 hours."""
    await queries.keep_answer(conn, ask, status, headers, body)
