"""The request log: one JSON line a request, without queries, addresses or names.

Lines are gathered for a moment and written at once: a write of its own for each request
cost more than routing it. A crash loses that moment; a stop does not.
"""

import asyncio
import sys
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

import msgspec

GATHERED_SECONDS = 0.1
GATHERED_LINES = 500


class RequestLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One answered request. `route` is the template of the path, so that no id is in it."""

    timestamp: datetime
    level: str
    event: str = msgspec.field(default_factory=lambda: "request")
    method: str
    route: str
    status: int
    ms: float
    request_id: str
    user_id: UUID | None = None


class FaultLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What went wrong inside. The message may quote data, so only development sees it."""

    timestamp: datetime
    level: str = msgspec.field(default_factory=lambda: "error")
    event: str = msgspec.field(default_factory=lambda: "fault")
    fault: str
    request_id: str
    stack: list[str]
    sqlstate: str | None = None
    message: str | None = None


class RequestLog:
    """Gathers lines and writes them to `stream`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: list[bytes] = []
        self._encode = msgspec.json.Encoder().encode

    def write(self, line: msgspec.Struct) -> None:
        """Have a line written soon."""
        self._lines.append(self._encode(line))
        if len(self._lines) == 1:
            asyncio.get_running_loop().call_later(GATHERED_SECONDS, self.flush)
        elif len(self._lines) >= GATHERED_LINES:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        if not self._lines:
            return
        gathered, self._lines = b"\n".join([*self._lines, b""]), []
        self._stream.write(gathered)
        self._stream.flush()


def standard_output() -> BinaryIO:
    """Where a process's log goes."""
    return sys.stdout.buffer
