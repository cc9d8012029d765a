"""A connection for a look: bounded in time, and closed whatever happens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from alcuin.kit.db import Conn

SECONDS = 4.0


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Conn]:
    """One connection by this URL, with nothing asked of the server that a pooler may refuse."""
    raw = await asyncpg.connect(
        url, timeout=SECONDS, command_timeout=SECONDS, statement_cache_size=0
    )
    try:
        yield Conn(raw, {})
    finally:
        raw.terminate()  # a goodbye could hang where the rest did
