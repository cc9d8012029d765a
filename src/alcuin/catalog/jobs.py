"""Durable jobs of this room."""

from collections.abc import Sequence

import msgspec

from alcuin.catalog.actions.trash import purge_next
from alcuin.catalog.needs import CoursePurge
from alcuin.kit.jobs import Cron, Job, JobContext

EMPTY_TRASH = "catalog.empty_trash"


class EmptyTrash(msgspec.Struct, frozen=True):
    """Delete what has been in the trash for 30 days."""


CRONS = (Cron("empty_trash", "17 3 * * *", EMPTY_TRASH, EmptyTrash()),)


def jobs(purges: Sequence[CoursePurge]) -> list[Job]:
    """What a worker does for this room; `purges` are the rooms with rows about courses."""

    async def run(context: JobContext, _payload: EmptyTrash) -> None:
        purged = True
        while purged:
            async with context.database.transaction() as conn:
                purged = await purge_next(conn, purges) is not None

    return [Job(EMPTY_TRASH, EmptyTrash, run)]
