"""A body as it arrives: counted, and not waited for without end."""

import asyncio
from collections.abc import AsyncIterator

from alcuin.kit.http.bodies import ClientGone, TooSlow, require_readable
from alcuin.kit.http.visit import Receive, Visit
from alcuin.kit.pace import Pace
from alcuin.kit.problems import TooLarge


async def arriving(visit: Visit, receive: Receive, limit: int, pace: Pace) -> AsyncIterator[bytes]:
    """The chunks of a body. Raises TooLarge, TooSlow, ClientGone; WrongType where it is packed.

    Who sends one byte a second would otherwise hold a file and a connection for months.
    """
    require_readable(visit, limit)
    loop = asyncio.get_running_loop()
    began, received, has_more = loop.time(), 0, True
    while has_more:
        due = began + received / pace.bytes_per_second
        try:
            async with asyncio.timeout_at(min(due, loop.time()) + pace.grace_seconds):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        if message["type"] != "http.request":
            raise ClientGone
        chunk: bytes = message.get("body", b"")
        received += len(chunk)
        if received > limit:
            raise TooLarge(limit=limit)
        has_more = message.get("more_body", False)
        if chunk:
            yield chunk
