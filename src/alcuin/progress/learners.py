"""What enrollment, the catalog and media ask of progress, in their own transactions."""

from uuid import UUID

from alcuin.kit.actor import Anonymous, Visitor
from alcuin.kit.db import Conn
from alcuin.media import Access, MediaFile
from alcuin.progress.queries import purging, starting
from alcuin.progress.queries.studying import studies_with


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


class LearnerFiles:
    """Learners read the files that the current release of their course shows.

    Who has withdrawn does no longer, nor does anybody while the course is unpublished.
    """

    async def access(self, conn: Conn, visitor: Visitor, file: MediaFile) -> Access:
        if isinstance(visitor, Anonymous) or not visitor.verified or file.course_id is None:
            return Access.NONE
        shown = await studies_with(conn, visitor.user_id, file.course_id, file.id)
        return Access.PRIVATE if shown else Access.NONE
