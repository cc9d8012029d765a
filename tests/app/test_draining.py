"""A web process that is told to stop lets every request finish."""

import asyncio
import http.client
import signal
import socket
import threading
from typing import Any

import pytest
import uvicorn

from alcuin.app.draining import DrainingServer

BUSY = 50
"""Requests of each visitor before the process is told to stop."""


async def answering(scope: Any, _receive: Any, send: Any) -> None:
    await asyncio.sleep(0.002)
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class Visitor:
    """Asks over one connection, again and again, until it is asked to leave."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.busy = threading.Event()

    def run(self) -> int:
        """How many requests were answered; every one that was sent."""
        answered = 0
        while True:
            self._connection.request("GET", "/")
            answer = self._connection.getresponse()
            answer.read()
            answered += 1
            if answered == BUSY:
                self.busy.set()
            if answer.getheader("connection") == "close":
                return answered


@pytest.mark.parametrize("how", [signal.SIGTERM, None])
async def test_r33_no_request_fails_while_a_process_stops(how: signal.Signals | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = DrainingServer(uvicorn.Config(answering, log_config=None, lifespan="off"))
        port = listening.getsockname()[1]
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        visitors = [Visitor(port) for _ in range(4)]  # a thread each
        asking = [asyncio.create_task(asyncio.to_thread(visitor.run)) for visitor in visitors]
        for visitor in visitors:
            await asyncio.to_thread(visitor.busy.wait, 20)
        if how:
            signal.raise_signal(how)
        else:
            server.stop()
        answered = await asyncio.wait_for(asyncio.gather(*asking), 20)
        await asyncio.wait_for(serving, 20)
    assert min(answered) >= BUSY
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


async def test_r33_who_waits_at_the_door_when_it_closes_is_let_in() -> None:
    """A connection that the kernel has accepted and we have not: closing would cut it off."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = DrainingServer(uvicorn.Config(answering, log_config=None, lifespan="off"))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[listening])
        late = http.client.HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=20)
        late.request("GET", "/")  # not awaited: the loop has no chance to take it
        await asyncio.gather(server.shutdown([listening]), asyncio.to_thread(_answered, late))


def _answered(connection: http.client.HTTPConnection) -> None:
    with connection.getresponse() as answer:
        assert answer.status == 200
        answer.read()
    connection.close()
