"""What identity asks of activity when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.activity.queries import personal
from alcuin.kit.db import Conn


class ActivityOfPeople:
    """Claims tell when somebody sat where, to the second: they go. Days stay, of nobody known."""

    name = "activity"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        await personal.delete_claims(conn, user_id)

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {
            "days": await personal.list_days(conn, user_id, most),
            "timeEntries": await personal.list_entries(conn, user_id, most),
        }
