"""One web process: serves a listening socket that its parent opened, until told to stop."""

import asyncio
import socket
import sys
from contextlib import suppress

import uvicorn
import uvloop

from alcuin.app.application import application, memories
from alcuin.app.inheritance import from_parent
from alcuin.app.lifeline import when_parent_ends
from alcuin.app.logging import start_logging
from alcuin.app.parts import opened
from alcuin.app.processes import BACKLOG, GRACE_SECONDS
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls


async def serve(settings: Settings, urls: Urls, listening: socket.socket, lifeline: int) -> None:
    """Answer requests until a signal or the end of the parent; then let them finish."""
    async with opened(settings, urls, "web") as parts, memories(parts, urls.direct):
        server = uvicorn.Server(
            uvicorn.Config(
                application(parts),
                http="httptools",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=BACKLOG,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

        def stop() -> None:
            server.should_exit = True

        with when_parent_ends(lifeline, stop):
            await server.serve(sockets=[listening])


def main() -> None:
    """`python -m alcuin.app.web_process SOCKET LIFELINE`, both inherited descriptors."""
    told = from_parent(sys.stdin.buffer.read())
    start_logging(told.settings.log_level)
    listening = socket.socket(fileno=int(sys.argv[1]))
    with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(told.settings, told.urls, listening, int(sys.argv[2])))


if __name__ == "__main__":
    main()
