"""Giving memory back: what a burst of requests freed, the C library keeps for the next one."""

import asyncio
import ctypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PAUSE_SECONDS = 30.0


@asynccontextmanager
async def giving_back() -> AsyncIterator[None]:
    """Twice a minute; a fifth of a web process after full load. Nothing without the GNU library."""
    giving = asyncio.create_task(_give_back())
    try:
        yield
    finally:
        giving.cancel()
        with suppress(asyncio.CancelledError):
            await giving


async def _give_back() -> None:
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        await asyncio.sleep(PAUSE_SECONDS)
        await asyncio.to_thread(trim, 0)  # some milliseconds, without Python's lock
