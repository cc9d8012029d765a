"""Answers that are files: sent piece by piece, whole or in part, at the client's pace."""

import asyncio
from collections.abc import AsyncIterator, Callable

from alcuin.kit.http.answers import NOT_MODIFIED, Response, is_among
from alcuin.kit.http.faults import answer_to, report
from alcuin.kit.http.ranges import Part, asked_part
from alcuin.kit.http.security import Headers
from alcuin.kit.http.visit import Receive, Scope, Send, Visit, visit_of

PARTIAL = 206

# Beside the policy of all data: browsers obey both. Whatever a file holds, it runs nothing
# and belongs to no origin when somebody opens it by its address.
SANDBOX = "sandbox"


class FileResponse(Response[bytes]):
    """A file that `read(start, length)` brings; the bytes behind an `etag` never change.

    Made after the edge has closed: no connection to the database waits for a slow client.
    The first piece is fetched before anything is said, so that a store that is away is 503.
    """

    __slots__ = ("_read", "_size")

    def __init__(
        self,
        read: Callable[[int, int], AsyncIterator[bytes]],
        size: int,
        *,
        media_type: str,
        etag: str,
        cache_control: str,
        disposition: str,
    ) -> None:
        super().__init__(b"", media_type=media_type, etag=etag, cache_control=cache_control)
        self._read = read
        self._size = size
        self.headers = [
            (b"content-type", media_type.encode()),
            (b"cache-control", cache_control.encode()),
            (b"content-disposition", disposition.encode()),
            (b"content-security-policy", SANDBOX.encode()),
            (b"accept-ranges", b"bytes"),
            (b"etag", f'"{etag}"'.encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = visit_of(scope)
        try:
            status, headers, pieces = await self._begun(visit)
        except Exception as fault:  # noqa: BLE001  nothing is said yet: each gets an answer
            await answer_to(fault, scope)(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": status, "headers": headers})
        try:
            if await _sent(pieces, receive, send):
                await send({"type": "http.response.body", "body": b""})
        except Exception as fault:  # noqa: BLE001  the status is said: the server cuts the answer
            report(fault, visit)

    async def _begun(self, visit: Visit) -> tuple[int, Headers, AsyncIterator[bytes]]:
        """Status, headers and bytes of the answer, the first of which have been fetched."""
        known = visit.headers.get(b"if-none-match")
        if known and is_among(f'"{self.etag}"', known):
            return NOT_MODIFIED, self.headers, _nothing()
        part = self._part(visit.headers)
        start, length = (part.start, part.length) if part else (0, self._size)
        headers = [*self.headers, (b"content-length", b"%d" % length)]
        if part:
            told = b"bytes %d-%d/%d" % (start, start + length - 1, self._size)
            headers.append((b"content-range", told))
        is_sent = visit.method != "HEAD" and length > 0
        pieces = await _primed(self._read(start, length)) if is_sent else _nothing()
        return PARTIAL if part else self.status, headers, pieces

    def _part(self, asked: dict[bytes, bytes]) -> Part | None:
        """A part of what the client has a part of already, or the whole (RFC 9110, 13.1.5)."""
        condition = asked.get(b"if-range")
        if condition is not None and condition.strip() != f'"{self.etag}"'.encode():
            return None
        return asked_part(asked.get(b"range"), self._size)


async def _sent(pieces: AsyncIterator[bytes], receive: Receive, send: Send) -> bool:
    """Send until the end; False when the client hung up before."""
    gone = asyncio.create_task(until_gone(receive))
    try:
        async for piece in pieces:
            if gone.done():
                return False
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        gone.cancel()
    return True


async def until_gone(receive: Receive) -> None:
    """Wait until the client hangs up."""
    while (await receive())["type"] == "http.request":
        pass


async def _primed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, the first of which are there already."""
    first = await anext(pieces)

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_them()


async def _nothing() -> AsyncIterator[bytes]:
    for piece in tuple[bytes, ...]():
        yield piece
