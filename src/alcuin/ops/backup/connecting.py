"""The connection of a backup: as the owner, patient, and with one spelling for every value."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from alcuin.kit.db import Conn, prepare_connection

_SETTINGS = {
    "application_name": "alcuin backup",
    # The text of a row must not hang on what an operator has set.
    "timezone": "UTC",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "bytea_output": "escape",  # half of hex for releases, which are text, and to be read
    "extra_float_digits": "1",
    "xmloption": "content",
    "search_path": "public",
    # Copying takes as long as it takes; another's lock does not.
    "statement_timeout": "0",
    "transaction_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "60s",
    "jit": "off",
}


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Conn]:
    """One connection, whose transactions its user begins and commits."""
    raw = await asyncpg.connect(url, server_settings=_SETTINGS)
    try:
        await prepare_connection(raw)
        yield Conn(raw, {})
    finally:
        await raw.close()
