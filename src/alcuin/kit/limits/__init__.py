"""Counted attempts, exact across workers. Owns `attempt_counter`."""

import hashlib

from alcuin.kit.db import Conn
from alcuin.kit.limits import queries


async def count_attempt(conn: Conn, key: str, window_seconds: int) -> int:
    """Count one attempt; answers how many this window has seen, this one included.

    Only a hash of `key` is stored, so it may hold an address. The count is part of the
    caller's transaction: an attempt that is refused is counted in a transaction (or a
    statement alone) that commits before the refusal is raised.
    """
    digest = hashlib.sha256(key.encode()).digest()
    return await queries.count(conn, digest, window_seconds)


async def give_back_attempt(conn: Conn, key: str, window_seconds: int) -> None:
    """Uncount one attempt of this window: it turned out to be no guess."""
    await queries.uncount(conn, hashlib.sha256(key.encode()).digest(), window_seconds)
