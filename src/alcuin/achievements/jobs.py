"""Durable jobs of this room."""

import structlog

from alcuin.achievements.actions.judging import BACKFILL, Backfill, backfill
from alcuin.achievements.errors import RuleNotFound
from alcuin.kit.jobs import Job, JobContext

log = structlog.get_logger("alcuin.achievements")


async def run_backfill(context: JobContext, payload: Backfill) -> None:
    """A transaction a batch; from the start where it is killed, which unlocks nothing twice."""
    try:
        done = await backfill(context.database, payload.rule)
    except RuleNotFound:
        return  # deleted meanwhile
    log.info("backfilled", rule=payload.rule, learners=done.learners, unlocked=done.unlocked)


BACKFILL_JOB = Job(BACKFILL, Backfill, run_backfill)
