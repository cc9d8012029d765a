"""Whether a notice arrives and a session stays: by listening and hearing, not by guessing.

A transaction pooler lends the server's session to others between two transactions: what was
set is lost, and notices go to whoever has the session then.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import asyncpg

from alcuin.ops.doctor.checks.connecting import connected
from alcuin.ops.doctor.findings import Findings
from alcuin.ops.doctor.patient import DatabaseUrls

PATIENCE_SECONDS = 2.0
CROWD = 5
"""Sessions held at once: a pooler that idles has fewer to spare."""

POOLED = (
    asyncpg.InvalidSQLStatementNameError,
    asyncpg.DuplicatePreparedStatementError,
    asyncpg.ProtocolViolationError,
)
"""What a pooler makes of a statement prepared in a session that is no longer there."""


async def look(found: Findings, urls: DatabaseUrls) -> None:
    """Listen by the direct URL; see by the application's whether a session stays."""
    direct = (
        "ALCUIN_DATABASE_URL" if urls.direct == urls.application else "ALCUIN_DATABASE_DIRECT_URL"
    )
    if not await _hears(urls.direct):
        found.fault(
            f"Nobody who listens by {direct} hears a notice: a transaction pooler is in the way.",
            "Let ALCUIN_DATABASE_DIRECT_URL reach PostgreSQL itself, or pool by session.",
        )
    elif not await _stays(urls.direct):
        found.fault(
            f"A session by {direct} does not keep what it has set.",
            "Let ALCUIN_DATABASE_DIRECT_URL reach PostgreSQL itself, or pool by session.",
        )
    if urls.direct != urls.application and not await _stays(urls.application):
        await _judge_pooler(found, urls.application)
    found.ok_unless_worse("A notice arrives, and a session keeps what it has set.")


async def _judge_pooler(found: Findings, url: str) -> None:
    """A transaction pooler will do for statements, if it keeps those that were prepared."""
    where = f"A transaction pooler stands behind ALCUIN_DATABASE_URL ({_port(url)})"
    if await _keeps_prepared(url):
        found.notice(f"{where}; it keeps prepared statements.")
    else:
        found.fault(
            f"{where} and loses prepared statements: requests fail at random.",
            "Let it keep them (pgbouncer 1.21: max_prepared_statements), or pool by session.",
        )


async def _keeps_prepared(url: str) -> bool:
    """Prepare with one session, and use it where the pooler has to lend another."""
    name = f"doctor_{secrets.token_hex(6)}"
    try:
        async with connected(url) as one:
            prepared = await one.raw.prepare("select 1", name=name)
            async for _ in _crowding(url):
                await prepared.fetchval()
    except (TimeoutError, *POOLED):
        return False
    return True


async def _hears(url: str) -> bool:
    """Listen with one session and notify with another."""
    channel, heard = f"alcuin_doctor_{secrets.token_hex(6)}", asyncio.Event()
    try:
        async with connected(url) as one, connected(url) as other:
            await one.raw.add_listener(channel, lambda *_notice: heard.set())
            await other.raw.execute(f"notify {channel}")
            await asyncio.wait_for(heard.wait(), PATIENCE_SECONDS)
    except (TimeoutError, *POOLED):
        return False
    return True


async def _stays(url: str) -> bool:
    """Set something, let others take sessions meanwhile, and look whether it is still there."""
    mark = secrets.token_hex(6)
    try:
        async with connected(url) as one:
            await one.raw.execute(f"set alcuin.doctor = '{mark}'")
            async for _ in _crowding(url):
                kept = await one.raw.fetchval("select current_setting('alcuin.doctor', true)")
                if kept != mark:
                    return False
    except (TimeoutError, *POOLED):
        return False
    return True


async def _crowding(url: str) -> AsyncIterator[None]:
    """Hold ever more sessions, so that a pooler has to lend another than before."""
    async with AsyncExitStack() as stack:
        for _ in range(CROWD):
            other = await stack.enter_async_context(connected(url))
            await other.raw.execute("begin")
            yield


def _port(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or 'socket'}:{parts.port or 5432}"
