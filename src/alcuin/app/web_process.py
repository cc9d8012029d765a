"""One web process: serves a listening socket that its parent opened, until told to stop."""

import asyncio
import gc
import socket

import uvicorn
import uvloop

from alcuin.app.application import memories
from alcuin.app.draining import DrainingServer
from alcuin.app.joining import JoiningProtocol
from alcuin.app.lifeline import when_parent_ends
from alcuin.app.listening import BACKLOG
from alcuin.app.memory import giving_back
from alcuin.app.metering import Place, metered
from alcuin.app.parts import opened
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.kit.http.visit import AsgiApp

GRACE_SECONDS = 20
"""What requests under way have, once told to stop."""


async def serve(
    settings: Settings, urls: Urls, place: Place, listening: socket.socket, lifeline: int
) -> None:
    """Answer requests until a signal or the end of the parent; then let them finish."""
    async with (
        opened(settings, urls, "web") as parts,
        memories(parts, urls.direct),
        metered(parts, place) as app,
        giving_back(),
    ):
        _leave_what_stays_to_itself()
        server = DrainingServer(configured(app), on_stop=parts.streams.close)
        with when_parent_ends(lifeline, server.stop):
            await server.serve(sockets=[listening])


def configured(app: AsgiApp) -> uvicorn.Config:
    """How requests are read, in tests of hostile ones too."""
    return uvicorn.Config(
        app,
        http=JoiningProtocol,
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


def _leave_what_stays_to_itself() -> None:
    """Spare the garbage collector what was made at the start.

    It walked all of it every few hundred requests, a tenth of the processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def run(
    settings: Settings, urls: Urls, place: Place, listening: socket.socket, lifeline: int
) -> None:
    """Serve until SIGTERM, SIGINT or the end of the parent."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings, urls, place, listening, lifeline))
