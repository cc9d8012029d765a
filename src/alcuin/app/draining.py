"""Stopping a web process so that no request fails on its way."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

FAREWELL_SECONDS = 0.5
"""How long answers tell clients to go before the connections of those who are silent are closed."""


class DrainingServer(uvicorn.Server):
    """Lets nobody new in, asks those who are inside to leave, and then closes the doors.

    uvicorn closes idle connections at once: a request that is just on its way there is lost.
    It also raises the signal again that stopped it, which would end the process before the
    pool is closed and the last events are announced.
    """

    def stop(self) -> None:
        """Stop soon."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for told in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(told, self.stop)
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        # In place: answers that are being made hold this very list.
        self.server_state.default_headers.append((b"connection", b"close"))
        await asyncio.sleep(FAREWELL_SECONDS)
        await super().shutdown(sockets)
