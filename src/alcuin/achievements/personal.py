"""What identity asks of achievements when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.achievements.queries import personal
from alcuin.kit.db import Conn


class AchievementsOfPeople:
    """What was unlocked stays, of nobody known. The tally only serves what is to come: it goes."""

    name = "achievements"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        await personal.delete_tally(conn, user_id)

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {
            "unlocked": await personal.list_kept(conn, user_id, most),
            "tally": await personal.list_tally(conn, user_id),
        }
