"""The kinds of job that wiring registers, and the schedules that ask for them."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from alcuin.kit.db import Database


class JobContext(msgspec.Struct, frozen=True):
    """The run under way.

    `start` counts the runs of this job that were begun, this one included and those whose
    worker was killed too. It rises with each run, so a row that must refuse the late
    result of an earlier run can keep it as its token.
    """

    database: Database
    job_id: int
    start: int


class Job(msgspec.Struct, frozen=True):
    """A kind of job, named `room.verb`; `run` loads and calls one action.

    `run` opens its own transactions with `context.database`. Work that keeps the CPU for
    over a second goes to a process pool: heartbeats come from the event loop.
    After `attempts` starts that did not succeed the job is held for a person to look at.
    """

    name: str
    payload: type[msgspec.Struct]
    run: Callable[[JobContext, Any], Awaitable[None]]  # Any: an instance of `payload`
    attempts: int = 5


class Cron(msgspec.Struct, frozen=True):
    """`job` is enqueued with `payload` whenever `expression` (five fields, UTC) comes true.

    Once, however many workers run. Ticks that passed while none ran are made up for by
    one; a schedule that is new owes nothing for the past.
    """

    name: str
    expression: str
    job: str
    payload: msgspec.Struct
