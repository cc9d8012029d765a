"""Head and body of an answer in one packet.

uvicorn writes them one after the other, and uvloop sends each write by itself (seen with
strace): twice the work for the kernel, for whoever reads, and for a proxy between.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TOGETHER = 65_536
"""Bytes. What is longer is a packet of its own anyway, and is not copied."""


class JoiningProtocol(HttpToolsProtocol):
    """uvicorn's, on a transport that joins what is written at one go."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # narrower in uvicorn, too
        super().connection_made(Joining(transport, self.loop))


class Joining(asyncio.Transport):
    """A transport that keeps a write back until the next, or until nobody else's turn comes."""

    __slots__ = ("_held", "_loop", "_to")

    def __init__(self, to: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._to = to
        self._loop = loop
        self._held = b""

    def write(self, data: Any) -> None:  # Any: bytes-like
        """Send this with what is held back, or hold it back."""
        held = self._held
        if held and len(data) < TOGETHER:
            self._held = b""
            self._to.write(held + data)
        elif held or len(data) >= TOGETHER:
            self._flush()
            self._to.write(data)
        elif data:
            self._held = bytes(data)
            self._loop.call_soon(self._flush)

    def close(self) -> None:
        """Close after what was written."""
        self._flush()
        self._to.close()

    def abort(self) -> None:
        """Close now."""
        self._held = b""
        self._to.abort()

    def is_closing(self) -> bool:
        """Whether nothing can be written any more."""
        return self._to.is_closing()

    def pause_reading(self) -> None:
        """Take nothing more from the client for now."""
        self._to.pause_reading()

    def resume_reading(self) -> None:
        """Take what the client sends again."""
        self._to.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # Any: as asyncio has it
        """What is known of the connection."""
        return self._to.get_extra_info(name, default)

    def _flush(self) -> None:
        held, self._held = self._held, b""
        if held and not self._to.is_closing():  # the client may have gone in between
            self._to.write(held)
