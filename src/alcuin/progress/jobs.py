"""Durable jobs of progress."""

from uuid import UUID

import msgspec

from alcuin.kit.jobs import Job, JobContext
from alcuin.progress.actions.catching_up import rebase_batch

REBASE = "progress.rebase"


class RebaseCourse(msgspec.Struct, frozen=True):
    """Count all learners of a course against its current release."""

    course_id: UUID


async def rebase_course(context: JobContext, payload: RebaseCourse) -> None:
    """A transaction a batch; runs side by side share the work, and one too many finds none."""
    behind = 1
    while behind:
        async with context.database.transaction() as conn:
            behind = await rebase_batch(conn, payload.course_id)


REBASE_JOB = Job(REBASE, RebaseCourse, rebase_course)
