"""One worker process: readers of the log, jobs and schedules."""

import asyncio
import signal
import sys

import uvloop

from alcuin.app import wiring
from alcuin.app.inheritance import from_parent
from alcuin.app.lifeline import when_parent_ends
from alcuin.app.logging import start_logging
from alcuin.app.parts import opened
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.kit.worker import run_worker


async def work(settings: Settings, urls: Urls, stop: asyncio.Event) -> None:
    """Work until `stop`."""
    async with opened(settings, urls, "jobs") as parts:
        await run_worker(
            parts.database,
            urls.direct,
            stop,
            readers=wiring.readers(),
            jobs=wiring.jobs(parts),
            crons=wiring.crons(),
        )


async def _until_told(settings: Settings, urls: Urls, lifeline: int | None) -> None:
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    if lifeline is None:
        await work(settings, urls, stop)
        return
    with when_parent_ends(lifeline, stop.set):
        await work(settings, urls, stop)


def run(settings: Settings, urls: Urls, lifeline: int | None = None) -> None:
    """Work until SIGTERM, SIGINT or the end of the parent."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_until_told(settings, urls, lifeline))


def main() -> None:
    """`python -m alcuin.app.worker_process LIFELINE`, an inherited descriptor."""
    told = from_parent(sys.stdin.buffer.read())
    start_logging(told.settings.log_level)
    run(told.settings, told.urls, int(sys.argv[1]))


if __name__ == "__main__":
    main()
