"""Folders for files on their way, each one's own and gone afterwards."""

import asyncio
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

STALE_SECONDS = 1_800
"""What nobody has written to for so long is of a process that was killed."""

SWEEP_SECONDS = 600.0


@asynccontextmanager
async def scratch(folder: Path) -> AsyncIterator[Path]:
    """A folder of one's own within `folder`, for its owner only, deleted in every outcome."""
    own = folder / secrets.token_hex(16)
    await asyncio.to_thread(own.mkdir, mode=0o700, parents=True)
    try:
        yield own
    finally:
        # Not awaited in a thread: a task that was cancelled may not get there any more.
        shutil.rmtree(own, ignore_errors=True)


def sweep(folder: Path, now: float) -> int:
    """Delete what killed processes left; answers how many folders that were."""
    stale = [each for each in _folders(folder) if now - _touched(each) > STALE_SECONDS]
    for each in stale:
        shutil.rmtree(each, ignore_errors=True)
    return len(stale)


async def keep_swept(folder: Path) -> None:
    """Sweep now and every ten minutes, until cancelled."""
    while True:
        await asyncio.to_thread(sweep, folder, time.time())
        await asyncio.sleep(SWEEP_SECONDS)


def _folders(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from folder.iterdir()


def _touched(folder: Path) -> float:
    """When it or a file in it was last written to; long ago where it is just being deleted."""
    times = [0.0]
    with suppress(FileNotFoundError):
        times += [each.stat().st_mtime for each in (folder, *folder.iterdir())]
    return max(times)
