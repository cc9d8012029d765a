"""Running jobs with PgQueuer, and what it does not do by itself (for workers only).

It does not count a run whose worker was killed, so a job that kills its worker would run
for ever: starts are counted here, in a transaction of their own before the work. It
waits without end for running jobs when it stops: here they are given back after a while.
It keeps messages of errors, which may hold names: here it gets kinds and places.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import asyncpg
import msgspec
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job as Row
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel

from alcuin.kit.db import Database
from alcuin.kit.faults import told
from alcuin.kit.jobs import queries
from alcuin.kit.jobs.kinds import Job, JobContext
from alcuin.kit.notices import LOST
from alcuin.kit.problems import Unavailable

BATCH = 4
AT_ONCE = 8  # PgQueuer wants at least twice the batch
LAST_WORDS_SECONDS = 5.0

# Said here, because PgQueuer otherwise takes these names from variables of the
# environment as common as CHANNEL and FUNCTION.
NAMES = DBSettings(
    prefix="",
    channel=Channel("ch_pgqueuer"),
    function="fn_pgqueuer_changed",
    trigger="tg_pgqueuer_changed",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    schedules_table="pgqueuer_schedules",
    statistics_table="pgqueuer_statistics",
)

log = structlog.get_logger("alcuin.jobs")


class JobHeld(Exception):
    """The job has used up its starts; it is kept for a person to look at."""


class JobRunner:
    """Takes jobs over a connection of its own until told to stop."""

    def __init__(
        self, database: Database, direct_url: str, jobs: Sequence[Job], *, heartbeat: float
    ) -> None:
        self._database = database
        self._url = direct_url
        self._jobs = jobs
        self._heartbeat = timedelta(seconds=heartbeat)
        self._running: set[asyncio.Task[None]] = set()
        self._giving_back = False

    async def run(self, stop: asyncio.Event, *, grace: float) -> None:
        """Run jobs until `stop`; those that do not end within `grace` seconds are given back."""
        while not stop.is_set():
            try:
                await self._session(stop, grace)
            except LOST as fault:
                log.warning("job_connection_lost", fault=type(fault).__name__)
                await asyncio.sleep(1)

    async def _session(self, stop: asyncio.Event, grace: float) -> None:
        """As long as one connection holds."""
        raw = await asyncpg.connect(self._url, timeout=5, server_settings={"timezone": "UTC"})
        try:
            manager = self._manager(raw)
            taking = asyncio.create_task(
                manager.run(
                    batch_size=BATCH,
                    max_concurrent_tasks=AT_ONCE,
                    heartbeat_timeout=self._heartbeat,
                    dequeue_timeout=self._heartbeat / 3,
                    log_aggregation_interval=timedelta(0),
                )
            )
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            manager.shutdown.set()
            await self._end(taking, grace if stop.is_set() else None)
        finally:
            await raw.close(timeout=2)

    def _manager(self, raw: asyncpg.Connection) -> QueueManager:
        store = Queries(
            AsyncpgDriver(raw),
            QueryBuilderEnvironment(NAMES),
            QueryQueueBuilder(NAMES),
            QuerySchedulerBuilder(NAMES),
        )
        manager = QueueManager(store, NAMES.channel)
        for job in self._jobs:
            manager.entrypoint(job.name, on_failure="hold", accepts_context=False)(
                self._entrypoint(job)
            )
        return manager

    async def _end(self, taking: "asyncio.Task[None]", grace: float | None) -> None:
        """Let running jobs end, then give back those that do not."""
        done, _ = await asyncio.wait({taking}, timeout=grace)
        if not done:
            self._giving_back = True
            for task in self._running:
                task.cancel()
            done, _ = await asyncio.wait({taking}, timeout=LAST_WORDS_SECONDS)
        if not done:
            taking.cancel()  # it will be taken up by another worker after the heartbeat
        await asyncio.gather(taking)

    def _entrypoint(self, job: Job) -> Callable[[Row], Awaitable[None]]:
        async def entrypoint(row: Row) -> None:
            try:
                await self._attempt(job, row)
            except Unavailable as fault:
                # Our own statements about the job failed, not the job: nobody need look at it.
                raise RetryRequested(timedelta(seconds=1), told(fault)) from None

        return entrypoint

    async def _attempt(self, job: Job, row: Row) -> None:
        """One run: counted, done, and after a fault put off or held."""
        start = await self._counted(job, row)
        if start is None:
            return
        task = asyncio.create_task(self._work(job, row, start))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await task
        except asyncio.CancelledError:
            if not self._giving_back:
                raise
            await self._give_back(row)
        except Exception as fault:  # noqa: BLE001  whatever a job raises
            await self._put_off(job, row, start, told(fault))

    async def _counted(self, job: Job, row: Row) -> int | None:
        """Count the start; None when the job is gone. Raises JobHeld when no start is left."""
        async with self._database.transaction() as conn:
            start = await queries.count_start(conn, row.id)
            if start is not None and start > job.attempts:
                await queries.take_start_back(conn, row.id)
                await queries.save_failure(conn, row.id, "its workers died")
        if start is not None and start > job.attempts:
            raise JobHeld("its workers died")
        return start

    async def _work(self, job: Job, row: Row, start: int) -> None:
        payload = msgspec.json.decode(row.payload or b"{}", type=job.payload)
        await job.run(JobContext(self._database, row.id, start), payload)

    async def _give_back(self, row: Row) -> None:
        async with self._database.transaction() as conn:
            await queries.take_start_back(conn, row.id)
        raise RetryRequested(timedelta(0), "the worker stopped")

    async def _put_off(self, job: Job, row: Row, start: int, failure: str) -> None:
        log.warning("job_failed", job=job.name, job_id=row.id, start=start, fault=failure)
        async with self._database.transaction() as conn:
            await queries.save_failure(conn, row.id, failure)
        if start >= job.attempts:
            raise JobHeld(failure) from None
        raise RetryRequested(timedelta(seconds=min(2**start, 300)), failure) from None
