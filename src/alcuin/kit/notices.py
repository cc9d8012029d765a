"""Hearing PostgreSQL's notices, and knowing whether one still does.

A listener notifies itself twice a second over the connection it listens on. Notices
come in the order of their commits, so having heard the beat sent at t means having
heard everything committed before t. A memory that is fed by notices may answer only
while the last heard beat is young; after that its owner asks the database.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping

import asyncpg
import structlog

from alcuin.kit.problems import Unavailable

BEAT_SECONDS = 0.5
FRESH_SECONDS = 1.5

# What a lost connection looks like, one of `kit.db` among them (a resync uses the pool).
# asyncpg raises InternalClientError when the server ends a session just as the next
# statement is being sent.
LOST = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    Unavailable,
)

Heard = Callable[[str], None]
Resync = Callable[[], Awaitable[None]]

log = structlog.get_logger("alcuin.notices")


class Listener:
    """Listens on `channels` over a connection of its own, which must not be pooled by transaction.

    After every (re)connect the channels are subscribed first, then each `resync` reads what
    its memory holds from the database, then the memory counts as fresh.
    """

    def __init__(self, url: str, channels: Mapping[str, Heard], resyncs: list[Resync]) -> None:
        self._url = url
        self._channels = channels
        self._resyncs = resyncs
        self._beat_channel = f"alcuin_beat_{secrets.token_hex(6)}"
        self._sent: dict[str, float] = {}
        self._heard_at = float("-inf")

    @property
    def is_fresh(self) -> bool:
        """All that was committed until 1.5 seconds ago has been heard."""
        return time.monotonic() - self._heard_at < FRESH_SECONDS

    async def run(self) -> None:
        """Listen until cancelled, connecting anew after each fault."""
        while True:
            try:
                await self._listen()
            except LOST as fault:
                log.warning("listener_lost", fault=type(fault).__name__)
            self._heard_at = float("-inf")
            await asyncio.sleep(BEAT_SECONDS)

    async def _listen(self) -> None:
        conn = await asyncpg.connect(self._url, timeout=5, command_timeout=5)
        try:
            self._sent.clear()
            await conn.add_listener(self._beat_channel, self._on_beat)
            for channel, heard in self._channels.items():
                await conn.add_listener(channel, _told(heard))
            for resync in self._resyncs:
                await resync()
            while not conn.is_closed():
                await self._beat(conn)
                await asyncio.sleep(BEAT_SECONDS)
        finally:
            with contextlib.suppress(OSError, asyncpg.InterfaceError, TimeoutError):
                await conn.close(timeout=1)

    async def _beat(self, conn: asyncpg.Connection) -> None:
        mark = secrets.token_hex(4)
        self._sent[mark] = time.monotonic()
        await conn.execute("select pg_notify($1, $2)", self._beat_channel, mark)

    def _on_beat(self, _conn: object, _pid: int, _channel: str, mark: str) -> None:
        self._heard_at = self._sent.pop(mark, self._heard_at)


def _told(heard: Heard) -> Callable[[object, int, str, str], None]:
    def on_notice(_conn: object, _pid: int, _channel: str, payload: str) -> None:
        heard(payload)

    return on_notice
