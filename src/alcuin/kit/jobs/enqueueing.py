"""Asking for a job."""

from datetime import timedelta

import msgspec

from alcuin.kit.db import Conn
from alcuin.kit.jobs import queries

_NOW = timedelta(0)


async def enqueue(
    conn: Conn,
    name: str,
    payload: msgspec.Struct,
    *,
    key: str | None = None,
    delay: timedelta = _NOW,
    priority: int = 0,
) -> int | None:
    """Have the job `name` run once this transaction has committed; answers its id.

    `payload` holds ids, never names or addresses. While a job of this name with the same
    `key` waits or runs, no other is added and the answer is None; so a key must say all
    that makes the work different (the release, not only the course). Higher priority
    first. Never in a hot statement: the insert notifies.
    """
    once_key = None if key is None else f"{name}:{key}"
    return await queries.insert_job(
        conn, name, msgspec.json.encode(payload), once_key, delay, priority
    )
