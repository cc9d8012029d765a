"""A worker with the readers and jobs of these rooms, as long as a test needs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alcuin import analytics, progress
from alcuin.kit.db import Database
from alcuin.kit.events import prepare_readers
from alcuin.kit.worker import run_worker

READERS = [*progress.readers(), *analytics.readers()]


@asynccontextmanager
async def working(database: Database, url: str) -> AsyncIterator[None]:
    """Reactions start at the end of the log, so they are there before the worker is."""
    await prepare_readers(database, READERS)
    stop = asyncio.Event()
    task = asyncio.create_task(
        run_worker(database, url, stop, readers=READERS, jobs=progress.jobs(), crons=[])
    )
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 15)
