"""Bringing learners up to the current release of a course."""

from uuid import UUID

from alcuin.enrollment import NotEnrolled
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.progress.data.courses import LearnerCourse
from alcuin.progress.queries import reading, rebasing


async def catch_up(conn: Conn, user_id: UUID, course_id: UUID) -> None:
    """Lock a learner's row and, where it is behind, count it anew. Raises NotEnrolled."""
    if not await rebasing.lock_learner(conn, user_id, course_id):
        raise NotEnrolled
    if await rebasing.is_behind(conn, user_id, course_id):
        await rebasing.rebase(conn, course_id, [user_id])
        conn.after_commit(conn.announce)


async def caught_up(conn: Conn, person: Person, course_id: UUID) -> LearnerCourse:
    """A learner's progress after `catch_up`. Raises NotEnrolled."""
    await catch_up(conn, person.user_id, course_id)
    row = await reading.find_course(
        conn, session_id=person.session_id, user_id=person.user_id, course_id=course_id
    )
    if row is None:
        raise NotEnrolled
    return row


async def rebase_batch(conn: Conn, course_id: UUID) -> int:
    """Count the next learners who are behind; answers how many there were."""
    behind = await rebasing.lock_stale(conn, course_id)
    if behind:
        await rebasing.rebase(conn, course_id, behind)
        conn.after_commit(conn.announce)
    return len(behind)
