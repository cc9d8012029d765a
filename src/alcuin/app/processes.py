"""The process group: web processes on one socket, a job worker, and their parent.

All are forks of their parent and share what it imported. The embedded PostgreSQL is held
by a process beside, which stops last. A child that dies is forked again after a pause;
SIGTERM and SIGINT let requests and jobs finish first.
"""

import gc
import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from types import FrameType

from alcuin.app import web_process, worker_process
from alcuin.app.forks import Fork
from alcuin.app.holding import Held
from alcuin.app.listening import listen
from alcuin.app.metering import places
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.app.web_process import GRACE_SECONDS

LOOK_SECONDS = 0.2


def serve(settings: Settings, urls: Urls, database: Held) -> None:
    """Run the group until SIGTERM or SIGINT. Raises PortTaken."""
    listening = listen(settings.host, settings.port)
    lifeline, held = os.pipe()
    keep = [listening.fileno(), lifeline, database.lease]
    *webs, jobs = places(settings.workers)
    # What stands now is never looked at by the collector, so its pages stay shared.
    gc.collect()
    gc.freeze()
    children = [
        Fork(web.name, partial(web_process.run, settings, urls, web, listening, lifeline), keep)
        for web in webs
    ]
    children.append(
        Fork(jobs.name, partial(worker_process.run, settings, urls, jobs, lifeline), keep[1:])
    )
    try:
        _until_told([*children, database])
    finally:
        # First: whom nobody will let in is refused at once and not kept waiting.
        listening.close()
        _stop(children)
        os.close(held)


def _until_told(children: Sequence[Fork | Held]) -> None:
    told = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not told:
            for child in children:
                child.keep_running()
            time.sleep(LOOK_SECONDS)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(children: Sequence[Fork]) -> None:
    until = time.monotonic() + GRACE_SECONDS + 5
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait(until)
