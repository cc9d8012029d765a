"""Answers that go on: sent piece by piece as they come, until one side has enough."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from alcuin.kit.http.answers import PRIVATE, Response
from alcuin.kit.http.faults import answer_to, report
from alcuin.kit.http.stored import until_gone
from alcuin.kit.http.visit import Receive, Scope, Send, visit_of
from alcuin.kit.problems import Problem

EVENTS = "text/event-stream"
PATIENCE_SECONDS = 15.0
"""For a client that takes nothing any more; it comes back and asks for the rest."""


class StreamResponse(Response[str]):
    """Server-sent events, as `begin` brings them; no proxy is to keep them back or pack them.

    The first piece is made before anything is said, so that what refuses is a refusal.
    """

    __slots__ = ("_begin",)

    def __init__(self, begin: Callable[[], AsyncGenerator[bytes]]) -> None:
        super().__init__(b"", media_type=EVENTS, cache_control=f"{PRIVATE}, no-transform")
        self.set_header("x-accel-buffering", "no")
        self._begin = begin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._begin()) as pieces:
            try:
                first = await anext(pieces, b"")
            except Exception as fault:  # noqa: BLE001  nothing is said yet: each gets an answer
                await answer_to(fault, scope)(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": 200, "headers": self.headers})
            if visit_of(scope).method == "HEAD" or await _sent(first, pieces, scope, receive, send):
                await send({"type": "http.response.body", "body": b""})


async def _sent(
    first: bytes, pieces: AsyncGenerator[bytes], scope: Scope, receive: Receive, send: Send
) -> bool:
    """Send until the end; False when the client hung up, or takes nothing, before.

    Whatever goes wrong meanwhile ends the answer in order: the client asks again.
    """
    flowing = asyncio.create_task(_flow(first, pieces, send))
    gone = asyncio.create_task(until_gone(receive))
    try:
        await asyncio.wait({flowing, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (flowing, gone):
            task.cancel()
        await asyncio.wait({flowing, gone})
    fault = None if flowing.cancelled() else flowing.exception()
    if fault and not isinstance(fault, TimeoutError | Problem):
        report(fault, visit_of(scope))
    return not flowing.cancelled() and not isinstance(fault, TimeoutError)


async def _flow(first: bytes, pieces: AsyncGenerator[bytes], send: Send) -> None:
    piece = first
    while piece:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        piece = await anext(pieces, b"")
