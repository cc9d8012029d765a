"""What this room asks of the rooms above it; `alcuin.app.wiring` lists who answers."""

from typing import Protocol
from uuid import UUID

from alcuin.kit.db import Conn


class CoursePurge(Protocol):
    """A room that keeps rows about courses."""

    async def purge_course(self, conn: Conn, course_id: UUID) -> None:
        """Delete them all, in the transaction that deletes the course."""
        ...
