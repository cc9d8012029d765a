"""The job that seals the audit."""

import msgspec
import structlog

from alcuin.kit.audit.chain import seal
from alcuin.kit.jobs import Cron, Job, JobContext

log = structlog.get_logger("alcuin.audit")


class Seal(msgspec.Struct, frozen=True):
    """Give every entry that waits its place in the chain.

    `whole` also looks for those that became visible an hour late or more; there are none
    unless the clock was turned, so once a night is enough.
    """

    whole: bool = False


async def run(context: JobContext, payload: Seal) -> None:
    """A transaction a batch. Two at once stand in line, and the second finds nothing."""
    waits = True
    while waits:
        async with context.database.transaction() as conn:
            head = await seal(conn, whole=payload.whole)
        waits = head is not None
        if head:
            log.info("audit_sealed", head=str(head))


SEAL_JOB = Job("kit.seal_audit", Seal, run)
SEAL_CRONS = (
    Cron("kit.seal_audit", "* * * * *", SEAL_JOB.name, Seal()),
    Cron("kit.seal_whole_audit", "7 3 * * *", SEAL_JOB.name, Seal(whole=True)),
)
