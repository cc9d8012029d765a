"""A process of its own for each file: it gets its work, answers, and ends.

What decodes images and PDFs is a million lines of C and C++. There they meet one file, with
bounded memory and time, no other file, no network and no secret. Nothing runs while nobody
uploads.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from alcuin.kit.problems import Unavailable
from alcuin.media.inspecting.bounds import AT_ONCE, PATIENCE_SECONDS, SECONDS, WAITING
from alcuin.media.inspecting.protocol import Answer, Refused, Task
from alcuin.media.inspecting.refusing import refused

T = TypeVar("T")

CHILD = Path(__file__).parent / "child" / "__main__.py"
# Where Python and its libraries are found on unusual systems; everything else may be secret.
_HANDED_ON = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_ANSWER_BYTES = 16_384


class ChildFailed(Exception):
    """The child ended by a fault of ours; it said which on its standard error."""


class Desk:
    """Lets few in at once and few wait; the memory of the machine is what it shares out."""

    def __init__(self, at_once: int, waiting: int, patience_seconds: float) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._room = waiting
        self._patience_seconds = patience_seconds

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Raises Unavailable."""
        await self._wait()
        try:
            yield
        finally:
            self._places.release()

    async def _wait(self) -> None:
        if self._places.locked() and self._room == 0:
            raise _busy()
        self._room -= 1
        try:
            async with asyncio.timeout(self._patience_seconds):
                await self._places.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._room += 1


_desk = Desk(AT_ONCE, WAITING, PATIENCE_SECONDS)
"""One for each process: memory and processors are the process's to share out, nobody else's."""


async def ask(task: Task, expected: type[T], *descriptors: int) -> T:
    """The child's answer. Raises FileRefused, Unavailable, ChildFailed."""
    async with _desk.place():
        code, output = await _run(msgspec.json.encode(task), descriptors)
    if code < 0:
        raise refused("too_much", "This file takes more time or memory to read than is given.")
    if code:
        raise ChildFailed(f"exit code {code}")
    answer = msgspec.json.decode(output, type=Answer)
    if isinstance(answer, Refused):
        raise refused(answer.reason, answer.sentence)
    if not isinstance(answer, expected):
        raise ChildFailed(f"answered {type(answer).__name__} to {type(task).__name__}")
    return answer


async def _run(told: bytes, descriptors: tuple[int, ...]) -> tuple[int, bytes]:
    """Exit code (negative: the signal that ended it) and output."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-W", "ignore", str(CHILD), str(os.getpid())),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=descriptors,
        env=surroundings(),
        cwd="/",
        start_new_session=True,  # Ctrl-C is for the parent
    )
    try:
        async with asyncio.timeout(SECONDS):
            output = await _heard(process, told)
            await process.wait()
    except TimeoutError:
        # Its processor time is bounded, too, and less: the machine has no time, whatever the file.
        raise _busy() from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        code = await asyncio.shield(process.wait())
    return code, output


async def _heard(process: asyncio.subprocess.Process, told: bytes) -> bytes:
    """What it answers, bounded: a child that was taken over may say anything."""
    if process.stdin is None or process.stdout is None:
        raise ChildFailed("no pipes")
    with suppress(BrokenPipeError, ConnectionResetError):  # it may have died already
        process.stdin.write(told)
        process.stdin.close()
    try:
        await process.stdout.readexactly(_ANSWER_BYTES)
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    raise ChildFailed("answered without end")


def surroundings() -> dict[str, str]:
    """The environment of a child."""
    return {name: os.environ[name] for name in _HANDED_ON if name in os.environ}


def _busy() -> Unavailable:
    return Unavailable("Too many files are being looked into. Try again soon.", retry_after=5)
