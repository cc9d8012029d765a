"""PgQueuer writes three rows of log a job and never deletes one."""

from datetime import timedelta

import msgspec

from alcuin.kit.jobs import queries
from alcuin.kit.jobs.kinds import Cron, Job, JobContext

KEPT = timedelta(days=14)


class PruneJobLog(msgspec.Struct, frozen=True):
    """Nothing to say."""


async def prune(context: JobContext, _payload: PruneJobLog) -> None:
    async with context.database.transaction() as conn:
        await queries.prune_log(conn, KEPT)


PRUNE_JOB = Job("kit.prune_job_log", PruneJobLog, prune)
PRUNE_CRON = Cron("kit.prune_job_log", "17 3 * * *", PRUNE_JOB.name, PruneJobLog())
