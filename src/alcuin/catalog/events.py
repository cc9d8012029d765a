"""What the catalog announces."""

from typing import Literal
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.kit.events import Event, record

COURSE_PUBLISHED = "CoursePublished"
COURSE_UNPUBLISHED = "CourseUnpublished"
COURSE_ARCHIVED = "CourseArchived"
COURSE_DELETED = "CourseDeleted"


async def announce_published(conn: Conn, course_id: UUID, release: int) -> None:
    """Record a new release."""
    await record(conn, Event(kind=COURSE_PUBLISHED, course_id=course_id, release=release))


async def announce_status(
    conn: Conn, course_id: UUID, kind: Literal["CourseUnpublished", "CourseArchived"]
) -> None:
    """Record that a course was closed or archived."""
    await record(conn, Event(kind=kind, course_id=course_id))


async def announce_deleted(conn: Conn, course_id: UUID) -> None:
    """Record that a course is gone for good; nothing is told of it after this."""
    await record(conn, Event(kind=COURSE_DELETED, course_id=course_id))
