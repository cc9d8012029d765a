"""The worker: readers of the log, jobs and schedules in one process."""

import asyncio
from collections.abc import Sequence

from alcuin.kit.db import Database
from alcuin.kit.events import CHANNEL, Follower, Reader, announcing, prepare_readers
from alcuin.kit.jobs.kinds import Cron, Job
from alcuin.kit.jobs.running import JobRunner
from alcuin.kit.jobs.ticking import run_crons
from alcuin.kit.notices import Listener

HEARTBEAT_SECONDS = 6.0  # a killed worker's job runs again within this and a third more
GRACE_SECONDS = 20.0


async def run_worker(
    database: Database,
    direct_url: str,
    stop: asyncio.Event,
    *,
    readers: Sequence[Reader],
    jobs: Sequence[Job],
    crons: Sequence[Cron],
    heartbeat: float = HEARTBEAT_SECONDS,
    grace: float = GRACE_SECONDS,
) -> None:
    """Work until `stop`; any number of workers may run side by side.

    `direct_url` must reach the primary without a transaction pooler, for it listens.
    After `stop`, batches of readers are finished and jobs have `grace` seconds before they
    are given back. Raises RestoredElsewhere before anything is read.
    """
    await prepare_readers(database, readers)
    followers = [Follower(database, reader) for reader in readers]

    def wake(_payload: str = "") -> None:
        for follower in followers:
            follower.wake()

    async def resync() -> None:
        wake()

    runner = JobRunner(database, direct_url, jobs, heartbeat=heartbeat)
    async with announcing(database), asyncio.TaskGroup() as group:
        listening = group.create_task(Listener(direct_url, {CHANNEL: wake}, [resync]).run())
        for follower in followers:
            group.create_task(follower.run(stop))
        group.create_task(runner.run(stop, grace=grace))
        group.create_task(run_crons(database, crons, stop))
        await stop.wait()
        listening.cancel()
        wake()
