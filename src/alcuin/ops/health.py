"""Whether this process lives, and whether it can do its work."""

import asyncio
import time
from datetime import datetime
from typing import Literal

import msgspec

from alcuin.kit.http import Request, Response, Route, Who, database, get
from alcuin.kit.problems import Unavailable
from alcuin.ops.queries.health import find_time

PATIENCE_SECONDS = 1.8
"""A database that hangs is as good as none; who asks waits two seconds at most."""


class Health(msgspec.Struct, frozen=True, rename="camel"):
    """The guide's four fields. `uptime` is this process's, in seconds."""

    status: Literal["healthy"]
    timestamp: datetime
    uptime: float
    environment: str


class Alive(msgspec.Struct, frozen=True):
    """This process answers."""

    status: Literal["alive"]


class DatabaseAway(Unavailable):
    """The database does not answer."""

    code = "database_away"


def routes(environment: str) -> list[Route]:
    """Routes for load balancers and supervisors; outside limits and log."""
    began = time.monotonic()

    @get("/health", who=Who.PUBLIC, quiet=True, refuses=(DatabaseAway,))
    async def health(request: Request) -> Response[Health]:
        """Ready for work: answers 503 while the database does not."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), database(request).statement() as conn:
                now = await find_time(conn)
        except (Unavailable, TimeoutError) as fault:
            raise DatabaseAway from fault
        if now is None:
            raise DatabaseAway
        found = Health("healthy", now, round(time.monotonic() - began, 3), environment)
        return Response(msgspec.json.encode(found))

    @get("/health/live", who=Who.PUBLIC, quiet=True)
    async def live(request: Request) -> Response[Alive]:  # noqa: ARG001  a route takes its request
        """Alive: answers as long as the process does, database or not."""
        return Response(b'{"status":"alive"}')

    return [health, live]
