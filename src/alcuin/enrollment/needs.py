"""What a higher room must hear in the same transaction."""

from typing import Protocol
from uuid import UUID

from alcuin.kit.db import Conn


class Learners(Protocol):
    """Keeps what follows from an enrollment true; implemented by `progress`."""

    async def enrolled(self, conn: Conn, user_id: UUID, course_id: UUID) -> None: ...

    async def withdrawn(self, conn: Conn, user_id: UUID, course_id: UUID) -> None: ...
