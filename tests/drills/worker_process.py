"""A worker to be killed: `python -m tests.drills.worker_process URL HEARTBEAT_SECONDS`."""

import asyncio
import os
import signal
import sys

from alcuin.kit.db import open_database
from alcuin.kit.jobs import Job, JobContext
from alcuin.kit.worker import run_worker
from tests.drills import practice


async def die(_context: JobContext, _payload: practice.Nothing) -> None:
    """The poison: a job that takes its worker along."""
    os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, heartbeat: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await open_database(url, {}, size=12)
    print("ready", flush=True)  # noqa: T201  the drill waits for it
    await run_worker(
        database,
        url,
        stop,
        readers=[practice.SEEN, practice.LETTERS],
        jobs=[practice.SEND_LETTER, Job("practice.die", practice.Nothing, die, attempts=2)],
        crons=[],
        heartbeat=heartbeat,
        grace=5,
    )
    await database.pool.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
