"""Durable jobs of this room."""

import msgspec

from alcuin.activity.queries.forgetting import prune_entries
from alcuin.kit.jobs import Cron, Job, JobContext, delete_in_batches

PRUNE = "activity.prune"


class Prune(msgspec.Struct, frozen=True):
    """Delete claims that are past their time."""


async def prune(context: JobContext, _payload: Prune) -> None:
    await delete_in_batches(context.database, prune_entries)


PRUNE_JOB = Job(PRUNE, Prune, prune)
CRONS = (Cron(PRUNE, "37 3 * * *", PRUNE, Prune()),)
