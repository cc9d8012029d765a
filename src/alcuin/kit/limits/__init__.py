"""How often somebody may ask. Owns `attempt_counter` and `request_lease`.

Attempts are counted one by one, exactly; requests in general against leases (`leases`).
"""

import asyncio
import hashlib

from alcuin.kit.db import Conn, Database
from alcuin.kit.limits import queries
from alcuin.kit.limits.data import Asked, Counted, Lent, Policy, Standing, Subject
from alcuin.kit.limits.general import GeneralLimit, Rates
from alcuin.kit.limits.leases import Leases, Lend

__all__ = [
    "GeneralLimit",
    "Leases",
    "Policy",
    "Rates",
    "Standing",
    "count_attempt",
    "counted",
    "give_back_attempt",
    "lender",
]

PATIENCE_SECONDS = 2.0


async def count_attempt(conn: Conn, key: str, window_seconds: int) -> int:
    """Count one attempt; answers how many this window has seen, this one included.

    Only a hash of `key` is stored, so it may hold an address. The count is part of the
    caller's transaction: an attempt that is refused is counted in a transaction (or a
    statement alone) that commits before the refusal is raised.
    """
    return (await counted(conn, key, window_seconds)).attempts


async def counted(conn: Conn, key: str, window_seconds: int) -> Counted:
    """As `count_attempt`, and how long the window still lasts."""
    digest = hashlib.sha256(key.encode()).digest()
    return await queries.count(conn, digest, window_seconds)


async def give_back_attempt(conn: Conn, key: str, window_seconds: int) -> None:
    """Uncount one attempt of this window: it turned out to be no guess."""
    await queries.uncount(conn, hashlib.sha256(key.encode()).digest(), window_seconds)


def lender(database: Database, secret: bytes) -> Lend:
    """Leases from this database; who asks is stored as a hash that `secret` keeps from guessers.

    Each is a statement alone. Raises Unavailable, as the request itself would a moment later.
    """

    async def lend(subject: Subject, asked: Asked) -> Lent:
        key = f"{type(subject).__name__}:{subject}".encode()
        digest = hashlib.blake2b(key, digest_size=16, key=secret[:64]).digest()
        async with database.statement() as conn:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    return await queries.lend(conn, digest, asked)
            except TimeoutError:
                conn.raw.terminate()  # others wait for the next one and must not wait for this
                raise

    return lend
