"""What identity asks of notifications when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.notifications.queries import changing, forgetting


class NotificationsOfPeople:
    """What somebody was told, and wanted to be told, goes with them."""

    name = "notifications"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        await forgetting.delete_of_person(conn, user_id)

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {
            "notices": await forgetting.list_kept(conn, user_id, most),
            "preferences": await changing.list_chosen(conn, user_id),
        }
