"""Telling readers in other processes that there are new events.

A NOTIFY inside each writing transaction halves throughput: its commit takes one lock for
the whole cluster until the log is flushed. So a commit sets a flag in this process, and
one task sends at most one NOTIFY in 50 ms, in a transaction that writes nothing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from alcuin.kit.db import Database
from alcuin.kit.events.queries.writing import notify
from alcuin.kit.faults import told

CHANNEL = "alcuin_event"
PAUSE_SECONDS = 0.05

log = structlog.get_logger("alcuin.events")


class Announcer:
    """The flag and the task."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wanted = asyncio.Event()

    def touch(self) -> None:
        """Events were committed. Costs a hot edge nothing."""
        self._wanted.set()

    async def run(self) -> None:
        """Announce until cancelled."""
        while True:
            await self._wanted.wait()
            await self.flush()
            await asyncio.sleep(PAUSE_SECONDS)

    async def flush(self) -> None:
        """Announce now what has not been announced. A lost notice costs readers a second."""
        if not self._wanted.is_set():
            return
        self._wanted.clear()
        try:
            async with self._database.statement() as conn:
                await notify(conn, CHANNEL)
        except asyncio.CancelledError:
            self._wanted.set()  # for the flush at the end of `announcing`
            raise
        except Exception as fault:  # noqa: BLE001  the task must outlive any loss of connection
            log.warning("announcement_lost", fault=told(fault))


@asynccontextmanager
async def announcing(database: Database) -> AsyncIterator[Announcer]:
    """Have commits on this database announced while the block runs; the last ones too."""
    announcer, before = Announcer(database), database.announce
    database.announce = announcer.touch
    task = asyncio.create_task(announcer.run())
    try:
        yield announcer
    finally:
        database.announce = before
        task.cancel()
        await asyncio.wait([task])
        await announcer.flush()
