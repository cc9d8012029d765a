"""GAUNTLET F18: requests that two servers on the way could read differently.

Over raw sockets, to the very server of the product. Each is answered once, with 400, and the
connection ends: whatever stands behind it in the stream is never taken for a request.
"""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn

from alcuin.app.web_process import configured
from tests.matrix.campus import Campus

HOST = b"Host: learn.example.org\r\n"
HIDDEN = b"GET /health/live HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /api/auth/login HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
GET = b"GET /health/live HTTP/1.1\r\n" + HOST
CHUNKED = b"Transfer-Encoding: chunked\r\n"

TWO_LENGTHS = {
    "length and chunks": POST + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + HIDDEN,
    "chunks and length": POST + CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN,
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + HIDDEN,
    "one length twice": POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + HIDDEN,
    "a list of lengths": POST + b"Content-Length: 2, 40\r\n\r\n{}" + HIDDEN,
    "a signed length": POST + b"Content-Length: +2\r\n\r\n{}" + HIDDEN,
    "a negative length": POST + b"Content-Length: -2\r\n\r\n{}" + HIDDEN,
    "a length in hexadecimal": POST + b"Content-Length: 0x2\r\n\r\n{}" + HIDDEN,
    "a length beyond 64 bits": POST + b"Content-Length: 18446744073709551618\r\n\r\n{}" + HIDDEN,
}
CODINGS = {
    "chunks said twice": POST + CHUNKED + CHUNKED + b"\r\n0\r\n\r\n" + HIDDEN,
    "chunks not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunks misspelt": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a space before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a vertical tab": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "an odd line end": POST + b"X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
}
CHUNKS = {
    "a size in 0x": POST + CHUNKED + b"\r\n0x2\r\n{}\r\n0\r\n\r\n" + HIDDEN,
    "a negative size": POST + CHUNKED + b"\r\n-2\r\n{}\r\n0\r\n\r\n" + HIDDEN,
    "a size beyond 64 bits": POST + CHUNKED + b"\r\n10000000000000002\r\n{}\r\n0\r\n\r\n" + HIDDEN,
    "a bare line feed behind the size": POST + CHUNKED + b"\r\n2\n{}\r\n0\r\n\r\n" + HIDDEN,
    "a line feed in an extension": POST + CHUNKED + b"\r\n2;a\n{}\r\n0\r\n\r\n" + HIDDEN,
    "no line end behind the data": POST + CHUNKED + b"\r\n2\r\n{}0\r\n\r\n" + HIDDEN,
    "a space before the size": POST + CHUNKED + b"\r\n 2\r\n{}\r\n0\r\n\r\n" + HIDDEN,
}
LINES = {
    "bare line feeds": b"GET /health/live HTTP/1.1\nHost: learn.example.org\n\n" + HIDDEN,
    "a bare line feed in a header": GET + b"X: y\nZ: z\r\n\r\n" + HIDDEN,
    "a bare carriage return": GET + b"X: y\rZ: z\r\n\r\n" + HIDDEN,
    "a folded line": GET + b"X: y\r\n Transfer-Encoding: chunked\r\n\r\n" + HIDDEN,
    "a NUL in a header": GET + b"X: y\0z\r\n\r\n" + HIDDEN,
    "a space in a header's name": GET + b"Content Length: 5\r\n\r\n" + HIDDEN,
    "a header without a name": GET + b": 5\r\n\r\n" + HIDDEN,
    "two hosts": GET + b"Host: evil.example\r\n\r\n" + HIDDEN,
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n" + HIDDEN,
    "another protocol": b"GET /health/live HTTP/9.9\r\n" + HOST + b"\r\n" + HIDDEN,
}
ALL = TWO_LENGTHS | CODINGS | CHUNKS | LINES


@pytest.fixture(scope="module")
async def port(one_campus: Campus) -> AsyncIterator[int]:
    """The product's server, at a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(configured(one_campus.app))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield listening.getsockname()[1]
        server.should_exit = True
        await serving


async def answers(port: int, sent: bytes) -> bytes:
    """All that comes back until the server closes. Raises TimeoutError where it does not."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("sent", ALL.values(), ids=ALL.keys())
async def test_f18_what_two_servers_read_differently_is_400_and_the_end(
    port: int, sent: bytes
) -> None:
    got = await answers(port, sent)
    assert got.startswith(b"HTTP/1.1 400 "), got[:200]
    assert got.count(b"HTTP/1.1 ") == 1
    assert b"alive" not in got
