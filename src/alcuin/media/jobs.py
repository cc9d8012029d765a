"""Durable jobs of this room."""

import msgspec
import structlog

from alcuin.kit.files import Files, FilesAway
from alcuin.kit.jobs import Cron, Job, JobContext
from alcuin.media.actions.removing import BATCH, remove_due

REMOVE = "media.remove"

log = structlog.get_logger("alcuin.media")


class Remove(msgspec.Struct, frozen=True):
    """Remove the bytes of files that are deleted, or that never came to be."""


CRONS = (Cron(REMOVE, "*/5 * * * *", REMOVE, Remove()),)


def jobs(files: Files) -> list[Job]:
    """What a worker does for this room."""

    async def remove(context: JobContext, _payload: Remove) -> None:
        gone: int | None = BATCH
        while gone == BATCH:
            try:
                async with context.database.transaction() as conn:
                    gone = await remove_due(conn, files)
            except FilesAway:
                # The next tick comes in five minutes; nobody need look at a job for it.
                log.warning("files_unavailable", job=REMOVE)
                return

    return [Job(REMOVE, Remove, remove)]
