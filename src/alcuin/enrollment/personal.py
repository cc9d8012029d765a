"""What identity asks of enrollment when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.enrollment import queries
from alcuin.enrollment.actions import leave
from alcuin.enrollment.needs import Learners
from alcuin.kit.db import Conn


class EnrollmentOfPeople:
    """Whoever goes leaves their courses, and their seats to others; that they came stays."""

    name = "enrollments"

    def __init__(self, learners: Learners) -> None:
        self._learners = learners

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        for course in await queries.list_active(conn, user_id):
            await leave(conn, user_id, course.course_id, course.time_zone, self._learners)
        await queries.forget_metadata(conn, user_id)

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {"courses": await queries.list_kept(conn, user_id, most)}
