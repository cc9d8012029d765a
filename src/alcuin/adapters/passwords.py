"""Argon2id in a line of its own, so that a storm of sign-ins stalls nothing else."""

import asyncio
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from alcuin.identity import Verdict
from alcuin.kit.problems import Unavailable

T = TypeVar("T")

# OWASP's second choice: 19 MiB, 2 passes, 1 lane; 35 ms on the machine we measured on.
MEMORY_KIB = 19_456
PASSES = 2
LONGEST_LINE = 64
"""Waiting requests; at 35 ms each and two threads the last of them waits about a second."""


class Busy(Unavailable):
    """Too many people are signing in at this moment. Try again in a few seconds."""

    code = "sign_in_busy"


class Argon2Hasher:
    """Hashes with Argon2id, as many at once as there are processors, the rest in line."""

    def __init__(
        self,
        *,
        memory_kib: int = MEMORY_KIB,
        passes: int = PASSES,
        threads: int | None = None,
        longest_line: int = LONGEST_LINE,
    ) -> None:
        self._argon2 = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, "argon2")
        self._longest_line = longest_line
        self._line = 0
        # What a password is checked against where nobody has the address: the same work.
        self._nobody = self._argon2.hash(secrets.token_urlsafe())

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
        if self._line >= self._longest_line:
            raise Busy(retry_after=3)
        self._line += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._line -= 1
