"""What the catalog asks of activity when a course is deleted for good."""

from uuid import UUID

from alcuin.activity.queries.forgetting import delete_entries
from alcuin.kit.db import Conn


class ActivityPurge:
    """Deletes what was claimed of the course. What was credited stays the learner's time.

    Asked before progress deletes its rows, by which claims are found.
    """

    async def purge_course(self, conn: Conn, course_id: UUID) -> None:
        await delete_entries(conn, course_id)
