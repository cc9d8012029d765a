"""Stopping a web process so that no request fails on its way."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

FAREWELL_SECONDS = 0.5
"""How long answers tell clients to go before the connections of those who are silent are closed."""


class DrainingServer(uvicorn.Server):
    """Lets nobody new in, asks those who are inside to leave, and then closes the doors.

    uvicorn closes idle connections at once: a request that is just on its way there is lost.
    It also raises the signal again that stopped it, which would end the process before the
    pool is closed and the last events are announced.
    """

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    def stop(self) -> None:
        """Stop soon. Answers that would go on are ended first: nobody waits for them."""
        self.should_exit = True
        if self._on_stop:
            self._on_stop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for told in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(told, self.stop)
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # In place: answers that are being made hold this very list.
        self.server_state.default_headers.append((b"connection", b"close"))
        doors = [listening.dup() for listening in sockets or ()]
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        waiting = [late for door in doors for late in _closed(door)]
        for late in waiting:
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, late)
        await asyncio.sleep(FAREWELL_SECONDS)
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        kind: Any = self.config.http_protocol_class  # Any: one of uvicorn's two, of no common base
        protocol: asyncio.Protocol = kind(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol


def _closed(door: socket.socket) -> list[socket.socket]:
    """Close a door; answers who stood before it, accepted by the kernel and by nobody else.

    The kernel resets their connections with the last descriptor, though they may have asked.
    """
    found = []
    with door, suppress(OSError):
        door.setblocking(False)
        while True:
            found.append(door.accept()[0])
    return found
