"""The open streams of one process, all looked after by one statement.

It is sent when a notice was written anywhere, and each second: it says which sessions still
count and how far the notices of their people are numbered. A stream whose session does not
count ends; one that is behind reads on. So a thousand idle streams hold no connection.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import structlog

from alcuin.kit.db import Database
from alcuin.kit.faults import told
from alcuin.kit.http import Claims
from alcuin.notifications.errors import StreamsFull, TooManyStreams
from alcuin.notifications.queries import reading

CHANNEL = "alcuin_notice"
MOST = 1_000
MOST_OF_ONE = 5
BEAT_SECONDS = 15.0
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 3.0
PAUSE_SECONDS = 0.05
"""Between two looks, however many notices are written."""

log = structlog.get_logger("alcuin.notifications")


class Seat:
    """One stream: how far there is something to read, and whether it is over."""

    __slots__ = ("head", "is_over", "news", "session_id")

    def __init__(self, session_id: UUID) -> None:
        self.session_id = session_id
        self.head = 0
        self.is_over = False
        self.news = asyncio.Event()

    def tell(self, head: int) -> None:
        """There are notices up to this number."""
        if head > self.head:
            self.head = head
            self.news.set()

    def end(self) -> None:
        """Send what is being sent, and no more."""
        self.is_over = True
        self.news.set()

    async def wait(self, seconds: float) -> None:
        """Until there is news, but no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.news.wait()
        self.news.clear()


class Streams:
    """Who listens in this process."""

    def __init__(
        self,
        database: Database,
        *,
        most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        self.beat_seconds = beat_seconds
        """A stream that is silent for so long says that it is there."""

        self._database = database
        self._most = most
        self._most_of_one = most_of_one
        self._seats: set[Seat] = set()
        self._by_user: Counter[UUID] = Counter()
        self._rung = asyncio.Event()
        self.is_closed = False

    def __len__(self) -> int:
        return len(self._seats)

    @contextmanager
    def seat(self, who: Claims) -> Iterator[Seat]:
        """Take a place. Raises TooManyStreams, StreamsFull."""
        if self._by_user[who.user_id] >= self._most_of_one:
            raise TooManyStreams(retry_after=10, limit=self._most_of_one)
        if len(self._seats) >= self._most:
            raise StreamsFull(retry_after=10)
        seat = Seat(who.session_id)
        seat.is_over = self.is_closed
        self._seats.add(seat)
        self._by_user[who.user_id] += 1
        self.ring()
        try:
            yield seat
        finally:
            self._seats.discard(seat)
            self._by_user[who.user_id] -= 1
            if not self._by_user[who.user_id]:
                del self._by_user[who.user_id]

    def ring(self, _payload: str = "") -> None:
        """Look now: something may have been written."""
        self._rung.set()

    def close(self) -> None:
        """End every stream now, and those that come yet at once: this process is stopping."""
        self.is_closed = True
        for seat in self._seats:
            seat.end()

    async def run(self) -> None:
        """Look until cancelled. Without streams nothing is asked."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if self._seats else None):
                    await self._rung.wait()
            self._rung.clear()
            await self.look()
            await asyncio.sleep(PAUSE_SECONDS)

    async def look(self) -> None:
        """Tell every stream where it stands; those that cannot be looked after come back later."""
        seats = list(self._seats)
        if not seats:
            return
        heads = await self._heads({seat.session_id for seat in seats})
        for seat in seats:
            if seat.session_id in heads:
                seat.tell(heads[seat.session_id])
            else:
                seat.end()

    async def _heads(self, session_ids: set[UUID]) -> dict[UUID, int]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._database.statement() as conn:
                found = await reading.list_heads(conn, list(session_ids))
        except Exception as fault:  # noqa: BLE001  the task must outlive any loss of connection
            log.warning("streams_ended", fault=told(fault))
            return {}
        return {head.session_id: head.last_number for head in found}
