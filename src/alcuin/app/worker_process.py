"""One worker process: readers of the log, jobs and schedules."""

import asyncio
import signal

import uvloop

from alcuin.app import wiring
from alcuin.app.lifeline import when_parent_ends
from alcuin.app.memory import giving_back
from alcuin.app.metering import Place, observed, places
from alcuin.app.parts import opened
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.kit.worker import run_worker


async def work(settings: Settings, urls: Urls, place: Place, stop: asyncio.Event) -> None:
    """Work until `stop`."""
    async with opened(settings, urls, "jobs") as parts, observed(parts, place), giving_back():
        await run_worker(
            parts.database,
            urls.direct,
            stop,
            readers=wiring.readers(),
            jobs=wiring.jobs(parts),
            crons=wiring.crons(),
        )


async def _until_told(settings: Settings, urls: Urls, place: Place, lifeline: int | None) -> None:
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    if lifeline is None:
        await work(settings, urls, place, stop)
        return
    with when_parent_ends(lifeline, stop.set):
        await work(settings, urls, place, stop)


def run(
    settings: Settings, urls: Urls, place: Place | None = None, lifeline: int | None = None
) -> None:
    """Work until SIGTERM, SIGINT or the end of the parent."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_until_told(settings, urls, place or places(0)[0], lifeline))
