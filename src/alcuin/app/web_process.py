"""One web process: serves a listening socket that its parent opened, until told to stop."""

import asyncio
import gc
import socket
import sys

import uvicorn
import uvloop

from alcuin.app.application import application, memories
from alcuin.app.draining import DrainingServer
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
        app = application(parts)
        _leave_what_stays_to_itself()
        server = DrainingServer(
            uvicorn.Config(
                app,
                http="httptools",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=BACKLOG,
                # Longer than the 60 s for which proxies keep idle connections: who closes
                # first must be the proxy, or a request meets a connection that is gone.
                timeout_keep_alive=75,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        with when_parent_ends(lifeline, server.stop):
            await server.serve(sockets=[listening])


def _leave_what_stays_to_itself() -> None:
    """Spare the garbage collector what was made at the start.

    It walked all of it every few hundred requests, a tenth of the processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def main() -> None:
    """`python -m alcuin.app.web_process SOCKET LIFELINE`, both inherited descriptors."""
    told = from_parent(sys.stdin.buffer.read())
    start_logging(told.settings.log_level)
    listening = socket.socket(fileno=int(sys.argv[1]))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(told.settings, told.urls, listening, int(sys.argv[2])))


if __name__ == "__main__":
    main()
