"""What identity asks of media when somebody takes their data along, or is erased."""

from collections.abc import Mapping
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.media.queries import files, personal
from alcuin.media.rules.storing import UNCLAIMED


class MediaOfPeople:
    """A person's own files go, the avatar with them; those of courses are the courses'."""

    name = "media"

    async def erase(self, conn: Conn, user_id: UUID) -> None:
        """Rows at once, bytes as always: when nobody can be reading them any more."""
        await personal.discard_own(conn, user_id, UNCLAIMED)

    async def export(self, conn: Conn, user_id: UUID, most: int) -> Mapping[str, object]:
        """Descriptions. The bytes of one's own files are read at `/api/media/{id}`."""
        return {
            "files": await personal.list_uploaded(conn, user_id, most),
            "avatar": await files.find_avatar(conn, user_id),
        }
