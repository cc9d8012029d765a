"""The whole application on a real socket, and clients that send what no library would."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from tests.matrix.campus import Campus, Visitor

CUT = b"--cut"
FORM = "multipart/form-data; boundary=cut"


@asynccontextmanager
async def served(campus: Campus) -> AsyncIterator[int]:
    """Serve on a free port until the block ends; answers the port."""
    config = uvicorn.Config(
        campus.app, ws="none", log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    # The protocol is named: without it asyncio leaves Nagle's algorithm on, 40 ms an answer.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(256)
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listening]))
            try:
                yield listening.getsockname()[1]
            finally:
                server.should_exit = True


class Sender:
    """One connection that uploads by hand."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, chunked: bool
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._chunked = chunked

    async def send(self, body: bytes) -> None:
        self._writer.write(b"%x\r\n%b\r\n" % (len(body), body) if self._chunked else body)
        await self._writer.drain()

    async def finish(self) -> None:
        """Say that this was all, where no length was told."""
        if self._chunked:
            self._writer.write(b"0\r\n\r\n")

    async def status(self) -> int:
        """Of the answer, however much of the body is still unsent."""
        line = await asyncio.wait_for(self._reader.readline(), 20)
        return int(line.split()[1])


@asynccontextmanager
async def sending(port: int, person: Visitor, length: int | None) -> AsyncIterator[Sender]:
    """Begin an upload, chunked where no length is told, and hang up when the block ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [
        "POST /api/media?name=a.md HTTP/1.1",
        "host: learn.example.org",
        f"authorization: Bearer {person.token}",
        f"content-type: {FORM}",
        "transfer-encoding: chunked" if length is None else f"content-length: {length}",
    ]
    writer.write("\r\n".join([*head, "", ""]).encode())
    try:
        yield Sender(reader, writer, chunked=length is None)
    finally:
        writer.transport.abort()


def form(content: bytes, *, head: bytes = b"", preamble: bytes = b"") -> bytes:
    """A form with one file."""
    told = b'content-disposition: form-data; name="file"; filename="a.md"\r\n'
    return b"".join([preamble, CUT, b"\r\n", told, head, b"\r\n", content, b"\r\n", CUT, b"--\r\n"])
