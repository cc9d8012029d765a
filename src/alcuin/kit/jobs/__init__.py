"""Durable jobs: asked for in the caller's transaction, done by a worker after its commit.

Tables: `job_start`, `cron` and PgQueuer's, which stand in our migrations. Web processes use
`enqueue`, which is SQL; only `kit.worker` imports PgQueuer (14 MB a process).
A job runs at least once: it must do no harm when it runs twice.
"""

from alcuin.kit.jobs.batches import delete_in_batches
from alcuin.kit.jobs.data import Held, Queued
from alcuin.kit.jobs.enqueueing import enqueue
from alcuin.kit.jobs.held import (
    NoSuchJob,
    NotHeld,
    drop,
    get_queued,
    list_held,
    list_queued,
    retry,
)
from alcuin.kit.jobs.kinds import Cron, Job, JobContext

__all__ = [
    "Cron",
    "Held",
    "Job",
    "JobContext",
    "NoSuchJob",
    "NotHeld",
    "Queued",
    "delete_in_batches",
    "drop",
    "enqueue",
    "get_queued",
    "list_held",
    "list_queued",
    "retry",
]
