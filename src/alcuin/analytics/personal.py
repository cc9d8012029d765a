"""What identity asks of analytics when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.analytics.queries.courses_personal import list_counted
from alcuin.kit.db import Conn


class AnalyticsOfPeople:
    """Counts lead to an id, by then to a former member: they stay, as the log tells them."""

    name = "analytics"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        """Nothing here tells who somebody is; a rebuild would bring back what was deleted."""

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        return {"courses": await list_counted(conn, user_id, most)}
