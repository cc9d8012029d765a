"""Argon2id in a line of its own, so that a storm of sign-ins stalls nothing else."""

import asyncio
import os
import secrets
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from alcuin.identity import Verdict
from alcuin.kit.problems import Unavailable

T = TypeVar("T")

# OWASP's second choice: 19 MiB, 2 passes, 1 lane; 35 ms on the machine we measured on.
MEMORY_KIB = 19_456
PASSES = 2
LONGEST_LINE = 256
"""Who waits in one process; the last of them about 20 s, where two processes share two cores."""

COME_AGAIN_SECONDS = 10
NICENESS = 19
"""Hashing takes what processor time others leave: whoever reads a page does not wait for it."""


class Busy(Unavailable):
    """Too many people are signing in at this moment. Try again in a few seconds."""

    code = "sign_in_busy"


class Argon2Hasher:
    """Hashes with Argon2id, `threads` at once (default: as many as processors), the rest in line.

    Who came first goes first, in the line of sign-ins as in that of hashes.
    """

    def __init__(
        self,
        *,
        memory_kib: int = MEMORY_KIB,
        passes: int = PASSES,
        threads: int | None = None,
        longest_line: int = LONGEST_LINE,
    ) -> None:
        self._argon2 = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        threads = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(threads, "argon2", _give_way)
        self._longest_line = longest_line
        self._hashing = 0
        self._signing_in = 0
        # Two for each thread: while one is hashed, the other is at the database.
        self._turns = asyncio.Semaphore(2 * threads)
        # What a password is checked against where nobody has the address: the same work.
        self._nobody = self._argon2.hash(secrets.token_urlsafe())

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A place in the line of sign-ins; those who wait in it hold nothing of the database."""
        self._require_room(self._signing_in)
        self._signing_in += 1
        try:
            async with self._turns:
                yield
        finally:
            self._signing_in -= 1

    async def hash(self, password: str) -> str:
        return await self._in_line(lambda: self._argon2.hash(password))

    async def verify(self, password: str, known: str | None) -> Verdict:
        verdict = await self._in_line(lambda: self._verified(password, known or self._nobody))
        return verdict if known else Verdict(matches=False)

    def _verified(self, password: str, known: str) -> Verdict:
        try:
            self._argon2.verify(known, password)
        except (VerificationError, InvalidHashError):
            return Verdict(matches=False)
        return Verdict(matches=True, outdated=self._argon2.check_needs_rehash(known))

    async def _in_line(self, work: Callable[[], T]) -> T:
        self._require_room(self._hashing)
        self._hashing += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._hashing -= 1

    def _require_room(self, waiting: int) -> None:
        if waiting >= self._longest_line:
            raise Busy(retry_after=COME_AGAIN_SECONDS)


def _give_way() -> None:
    """Let this thread alone be less urgent, which Linux can do; elsewhere all stay equal."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
