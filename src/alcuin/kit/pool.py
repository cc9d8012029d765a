"""A few connections, lent to whoever asked first.

asyncpg has a pool of its own; it makes a task for each release and a proxy around each
connection, which costs a tenth of a request here. Ours lends the connection itself. What
it gives up, the reset of session settings, nothing needs: all of them are LOCAL.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

Raw: TypeAlias = Any  # Any: asyncpg ships no types

SWEEP_SECONDS = 30.0
KEPT = 2
"""Idle connections that stay open however quiet it is."""


class Pool:
    """At most `size` connections made by `connect`; the last given back is lent first."""

    def __init__(self, connect: Callable[[], Awaitable[Raw]], size: int) -> None:
        self._connect = connect
        self._size = size
        self._open = 0
        self._idle: list[Raw] = []
        self._waiting: deque[asyncio.Future[Raw | None]] = deque()
        self._spare = 0
        self._closed = False
        self._sweep = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._swept)

    @property
    def lent(self) -> int:
        """Connections in use."""
        return self._open - len(self._idle)

    @property
    def open(self) -> int:
        """Connections to the database."""
        return self._open

    @property
    def size(self) -> int:
        """Connections that it opens at most."""
        return self._size

    @property
    def waiting(self) -> int:
        """Who stands in line for a connection."""
        return sum(not place.done() for place in self._waiting)

    async def acquire(self, *, timeout: float) -> Raw:  # noqa: ASYNC109  the bound of a wait in line
        """Borrow a connection. Raises TimeoutError after `timeout` seconds in line."""
        while self._idle:
            raw = self._idle.pop()
            self._spare = min(self._spare, len(self._idle))
            if not raw.is_closed():
                return raw
            self._open -= 1
        if self._open < self._size and not self._closed:
            async with asyncio.timeout(timeout):
                return await self._opened()
        return await self._handed_over(timeout)

    async def release(self, raw: Raw) -> None:
        """Give a connection back. One in the middle of something is closed instead."""
        if not raw.is_closed() and (raw.is_in_transaction() or self._closed):
            raw.terminate()
        if raw.is_closed():
            self._open -= 1
            self._hand_over(None)
        elif not self._hand_over(raw):
            self._idle.append(raw)

    async def close(self) -> None:
        """Close what is idle now, and the rest when it is given back."""
        self._closed = True
        self._sweep.cancel()
        while self._idle:
            self._open -= 1
            await self._idle.pop().close()

    async def _opened(self) -> Raw:
        self._open += 1
        try:
            return await self._connect()
        except BaseException:
            self._open -= 1
            self._hand_over(None)
            raise

    async def _handed_over(self, timeout: float) -> Raw:  # noqa: ASYNC109  as above
        """Stand in line until somebody gives one back, or the right to open one."""
        loop = asyncio.get_running_loop()
        place: asyncio.Future[Raw | None] = loop.create_future()
        # A timer of its own: under load most requests pass here, and asyncio's costs twice as much.
        patience = loop.call_later(timeout, _give_up, place)
        self._waiting.append(place)
        try:
            raw = await place
        except BaseException:
            if _was_given(place):  # to somebody who had just gone
                await self._passed_on(place.result())
            raise
        finally:
            patience.cancel()
        if raw is not None:
            return raw
        async with asyncio.timeout(timeout):
            return await self._opened()

    async def _passed_on(self, raw: Raw | None) -> None:
        if raw is None:
            self._hand_over(None)
        else:
            await self.release(raw)

    def _hand_over(self, raw: Raw | None) -> bool:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(raw)
                return True
        return False

    def _swept(self) -> None:
        """Close those that nobody has needed since the sweep before."""
        for _ in range(min(self._spare, len(self._idle)) - KEPT):
            self._open -= 1
            self._idle.pop(0).terminate()
        self._spare = len(self._idle)
        self._sweep = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._swept)


def _give_up(place: asyncio.Future[Raw | None]) -> None:
    if not place.done():
        place.set_exception(TimeoutError())


def _was_given(place: asyncio.Future[Raw | None]) -> bool:
    return place.done() and not place.cancelled() and place.exception() is None
