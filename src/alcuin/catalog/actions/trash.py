"""Into the trash for 30 days, out of it, and for good.

A course in the trash is gone for everybody: what was published is closed first. It comes
back as a draft, so that nothing appears before its owner has looked at it.
"""

from collections.abc import Sequence
from uuid import UUID

from alcuin.catalog.actions.access import lock_to_own
from alcuin.catalog.actions.publishing import close
from alcuin.catalog.actions.reading import get_course
from alcuin.catalog.data.bounds import TRASH
from alcuin.catalog.data.courses import CourseForStaff, CourseStatus, TrashedCourse
from alcuin.catalog.errors import CourseNotFound
from alcuin.catalog.events import announce_deleted, announce_status
from alcuin.catalog.needs import CoursePurge
from alcuin.catalog.queries import trash as queries
from alcuin.kit.actor import Actor, System
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn
from alcuin.media import discard_course

CLEANER = System("30 days in the trash are over")


async def trash_course(conn: Conn, actor: Actor, ref: UUID | str) -> TrashedCourse:
    """Put a course into the trash, learners or not. Raises CourseNotFound, NotAnOwner."""
    standing = await lock_to_own(conn, actor, ref)
    course_id = standing.course_id
    if standing.status in (CourseStatus.PUBLISHED, CourseStatus.ARCHIVED):
        await close(conn, course_id)
        await announce_status(conn, course_id, "CourseUnpublished")
    trashed = await queries.set_trashed(conn, course_id, TRASH)
    await audit(conn, actor, "course.trash", subject_kind="course", subject_id=course_id)
    return trashed


async def restore_course(conn: Conn, actor: Actor, ref: UUID | str) -> CourseForStaff:
    """Take a course out of the trash, within 30 days. Raises CourseNotFound."""
    course_id = (await lock_to_own(conn, actor, ref, trashed=True)).course_id
    if not await queries.set_restored(conn, course_id, TRASH):
        raise CourseNotFound
    await audit(conn, actor, "course.restore", subject_kind="course", subject_id=course_id)
    return await get_course(conn, actor, course_id)


async def purge_next(conn: Conn, purges: Sequence[CoursePurge]) -> UUID | None:
    """Delete the course that has been in the trash longest, if its time is over.

    One a transaction: a big course must not hold up, or undo, the others.
    """
    course_id = await queries.lock_expired(conn, TRASH)
    if course_id is None:
        return None
    for room in purges:
        await room.purge_course(conn, course_id)
    await queries.delete_course(conn, course_id)
    await announce_deleted(conn, course_id)
    await discard_course(conn, course_id)  # its files, now that no release shows them
    await audit(conn, CLEANER, "course.purge", subject_kind="course", subject_id=course_id)
    return course_id
