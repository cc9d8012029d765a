"""What the catalog asks of enrollment when a course is deleted for good."""

from uuid import UUID

from alcuin.enrollment import queries
from alcuin.kit.db import Conn


class EnrollmentPurge:
    """Deletes enrollments and terms of the course."""

    async def purge_course(self, conn: Conn, course_id: UUID) -> None:
        await queries.delete_all(conn, course_id)
