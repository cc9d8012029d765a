"""What enrollment announces."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.kit.events import Event, record

ENROLLED = "Enrolled"
WITHDRAWN = "Withdrawn"


async def announce(conn: Conn, kind: str, user_id: UUID, course_id: UUID, time_zone: str) -> None:
    """Record that somebody came or went, with the zone they were in."""
    await record(conn, Event(kind=kind, user_id=user_id, course_id=course_id, time_zone=time_zone))
