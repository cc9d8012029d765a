"""One keep-alive connection of a client that tells exactly how a request failed.

An HTTP library hides what matters here: whether the request had been sent when the connection
went away, and whether anybody was there at all.
"""

import asyncio
from typing import Any

import msgspec

PATIENCE_SECONDS = 60.0
"""Nothing takes so long; who waits longer was forgotten by the server."""


class Broken(Exception):
    """The connection ended after the request was sent: nobody knows whether it was done."""


class Refused(Exception):
    """Nobody listens there: the request was not sent."""


class Forgotten(Exception):
    """No answer at all, on a connection that stands."""


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # Any: JSON
        return msgspec.json.decode(self.body)

    @property
    def data(self) -> Any:  # Any: JSON
        return self.json["data"]

    @property
    def code(self) -> str:
        return str(self.json.get("code", ""))


class Question(msgspec.Struct, frozen=True):
    """One request; `name` is what statistics call it."""

    name: str
    method: str
    path: str
    token: str | None = None
    body: object = None
    headers: dict[str, str] = {}

    def encoded(self) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        body = b"" if self.body is None else msgspec.json.encode(self.body)
        if self.body is not None:
            lines.append("Content-Type: application/json")
        if self.method != "GET":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


class Wire:
    """Asks one question at a time; connects anew where the connection has ended."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, question: Question) -> Answer:
        """Raises Refused, Broken or Forgotten."""
        reader, writer = await self.connected()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                writer.write(question.encoded())
                await writer.drain()
                answer = await _read(reader)
        except TimeoutError:
            self.hang_up()
            raise Forgotten(question.name) from None
        except (OSError, EOFError) as fault:
            self.hang_up()
            raise Broken(question.name) from fault
        except BaseException:  # cancelled: the answer would be taken for the next one's
            self.hang_up()
            raise
        if answer.headers.get("connection") == "close":
            self.hang_up()
        return answer

    async def ask_and_leave(self, question: Question) -> None:
        """Send, and be gone before the answer comes."""
        _, writer = await self.connected()
        writer.write(question.encoded())
        await writer.drain()
        self.hang_up()

    async def connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Raises Refused."""
        if self._reader is None or self._writer is None:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    opened = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError as fault:
                raise Refused from fault
            self._reader, self._writer = opened
        return self._reader, self._writer

    def hang_up(self) -> None:
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(head[0].split()[1]), headers, body)
