"""Receiving a file: from a form or as the body itself, into a folder and never into memory."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from alcuin.kit.files import FilesFull
from alcuin.kit.http.arriving import arriving
from alcuin.kit.http.forms import LARGEST_FRAME, FormFile, boundary_of
from alcuin.kit.http.operation import Request
from alcuin.kit.http.passing import let_pass
from alcuin.kit.http.visit import Receive, Visit, visit_of
from alcuin.kit.pace import Pace
from alcuin.kit.problems import TooLarge, Unreadable, WrongType

GATHERED = 256 * 1024
"""Bytes written at once, in a thread: a disk that is busy must not hold the loop."""

FULL = (errno.ENOSPC, errno.EDQUOT)


class Received(msgspec.Struct, frozen=True):
    """A file that has arrived, with what its sender calls it."""

    path: Path
    bytes: int
    name: str | None
    media_type: str | None


async def receive_file(request: Request, folder: Path, limit: int, pace: Pace) -> Received:
    """Receive the file of this request into `folder`.

    Raises TooLarge, TooSlow, Unreadable, WrongType, FilesFull; ClientGone when it hung up.
    """
    visit = visit_of(request.scope)
    receive: Receive = request.receive  # type: ignore[assignment]  # our messages are open maps
    try:
        return await _received(visit, receive, folder / "received", limit, pace)
    except (TooLarge, Unreadable, WrongType):
        await let_pass(visit, receive, pace.linger_seconds)
        raise


async def _received(visit: Visit, receive: Receive, path: Path, limit: int, pace: Pace) -> Received:
    content_type = visit.headers.get(b"content-type", b"").decode("latin-1")
    boundary = boundary_of(content_type)
    if boundary is None:
        chunks = arriving(visit, receive, limit, pace)
        return Received(path, await _write(chunks, path, limit), None, content_type or None)
    chunks = arriving(visit, receive, limit + LARGEST_FRAME, pace)
    form = FormFile(boundary)
    size = await _write(form.of(chunks), path, limit)
    return Received(path, size, form.name, form.media_type)


async def _write(chunks: AsyncIterator[bytes], path: Path, limit: int) -> int:
    size, gathered = 0, bytearray()
    try:
        created = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(created, "wb", buffering=0) as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit=limit)
                gathered += chunk
                if len(gathered) >= GATHERED:
                    await asyncio.to_thread(_write_all, file, gathered)
                    gathered = bytearray()
            await asyncio.to_thread(_write_all, file, gathered)
    except OSError as fault:
        if fault.errno in FULL:
            raise FilesFull from fault
        raise
    return size


def _write_all(file: BinaryIO, data: bytearray) -> None:
    """An unbuffered file may take a part only."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
