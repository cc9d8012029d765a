"""What the kit forgets: its tables would otherwise grow for ever."""

import msgspec

from alcuin.kit.idempotency.queries import prune_answers
from alcuin.kit.jobs import Cron, Job, JobContext, delete_in_batches
from alcuin.kit.jobs.queries import prune_log
from alcuin.kit.limits.queries import prune_attempts, prune_leases


class Prune(msgspec.Struct, frozen=True):
    """Delete what is past its time."""


async def prune(context: JobContext, _payload: Prune) -> None:
    for delete in (prune_log, prune_attempts, prune_leases, prune_answers):
        await delete_in_batches(context.database, delete)


PRUNE_JOB = Job("kit.prune", Prune, prune)
PRUNE_CRON = Cron("kit.prune", "17 3 * * *", PRUNE_JOB.name, Prune())
