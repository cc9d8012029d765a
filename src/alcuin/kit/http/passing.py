"""Taking what is still being sent by somebody who is refused.

A server that answers and hangs up while it is being sent to has its answer lost: the client
sees a reset connection, and a proxy between says 502.
"""

import asyncio
from contextlib import suppress

from alcuin.kit.http.visit import Receive, Visit

LINGER_SECONDS = 2.0


async def let_pass(visit: Visit, receive: Receive, seconds: float = LINGER_SECONDS) -> None:
    """Take for a moment what somebody still sends who is about to be refused."""
    if b"expect" in visit.headers:  # sends nothing before we ask for it
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive()).get("more_body"):
                pass
