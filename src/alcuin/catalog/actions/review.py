"""Handing a draft over to be read by others, and taking it back."""

from uuid import UUID

from alcuin.catalog.actions.access import lock_to_edit
from alcuin.catalog.actions.reading import get_course
from alcuin.catalog.data.courses import CourseForStaff, CourseStatus
from alcuin.catalog.errors import IllegalStatus
from alcuin.catalog.queries import courses as queries
from alcuin.catalog.rules.status import require_move
from alcuin.kit.actor import Actor
from alcuin.kit.db import Conn


async def submit_for_review(conn: Conn, actor: Actor, ref: UUID | str) -> CourseForStaff:
    """From draft to review; editing goes on. Raises CourseNotFound, NotAnEditor, IllegalStatus."""
    return await _moved(conn, actor, ref, CourseStatus.REVIEW)


async def return_to_draft(conn: Conn, actor: Actor, ref: UUID | str) -> CourseForStaff:
    """From review back to draft. Raises CourseNotFound, NotAnEditor, IllegalStatus."""
    return await _moved(conn, actor, ref, CourseStatus.DRAFT)


async def _moved(conn: Conn, actor: Actor, ref: UUID | str, to: CourseStatus) -> CourseForStaff:
    standing = await lock_to_edit(conn, actor, ref)
    if standing.status == CourseStatus.PUBLISHED:  # a draft again is what `unpublish` makes of it
        raise IllegalStatus(status=standing.status, to=to)
    require_move(standing.status, to)
    await queries.set_status(conn, standing.course_id, to)
    return await get_course(conn, actor, standing.course_id)
