"""What the catalog asks of notifications when a course is deleted for good."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.notifications.queries.forgetting import delete_of_course


class NotificationsPurge:
    """Deletes notices of the course."""

    async def purge_course(self, conn: Conn, course_id: UUID) -> None:
        await delete_of_course(conn, course_id)
