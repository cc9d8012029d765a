"""What identity asks of the catalog when somebody takes their data along, leaves, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.catalog.errors import CoursesNeedAnOwner
from alcuin.catalog.queries import personal
from alcuin.kit.db import Conn


class CatalogOfPeople:
    """Whoever goes teaches no longer.

    Course text is the course's: its author is a former member by the row that identity leaves.
    """

    name = "teaching"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        await personal.leave_staff(conn, user_id)

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {
            "courses": await personal.list_taught(conn, user_id, most),
            "releases": await personal.list_published(conn, user_id, most),
        }


class Ownership:
    """A course has an owner who can act; trashed ones need none any more."""

    refusal = CoursesNeedAnOwner

    async def require_none(self, conn: Conn, user_id: UUID) -> None:
        """Raises CoursesNeedAnOwner, which names the courses.

        They are locked first, so that of two owners who go at once one is the last.
        """
        await personal.lock_owned(conn, user_id)
        owned = await personal.list_owned_alone(conn, user_id)
        if owned:
            raise CoursesNeedAnOwner(courses=[course.id for course in owned])
