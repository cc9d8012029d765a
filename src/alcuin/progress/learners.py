"""What enrollment and the catalog ask of progress, in their own transactions."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.progress.queries import purging, starting


class ProgressLearners:
    """Keeps a row for everybody who comes, and switches it off when they go."""

    async def enrolled(self, conn: Conn, user_id: UUID, course_id: UUID) -> None:
        """Make the row, or switch it on again with all that was completed before."""
        await starting.start(conn, user_id, course_id)

    async def withdrawn(self, conn: Conn, user_id: UUID, course_id: UUID) -> None:
        """Waits for a completion under way; after it nothing more is completed."""
        await starting.suspend(conn, user_id, course_id)


class ProgressPurge:
    """Deletes what is kept about a course that is deleted for good."""

    async def purge_course(self, conn: Conn, course_id: UUID) -> None:
        await purging.delete_progress(conn, course_id)
