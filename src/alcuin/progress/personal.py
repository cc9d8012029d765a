"""What identity asks of progress when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.progress.queries import personal


class ProgressOfPeople:
    """What was learned: ids, times and counts, in which nothing says who it was.

    It stays when somebody is erased, and their id leads to a former member by then: the log
    tells the same, and numbers of courses are counted from both.
    """

    name = "progress"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        """Nothing of it is personal. Whoever goes has withdrawn from every course before."""

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {
            "courses": await personal.list_courses(conn, user_id, most),
            "lessons": await personal.list_lessons(conn, user_id, most),
            "sections": await personal.list_sections(conn, user_id, most),
        }
