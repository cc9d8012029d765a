"""Deleting all that is kept about a course that is deleted for good."""

from uuid import UUID

from alcuin.kit.db import Conn


async def delete_progress(conn: Conn, course_id: UUID) -> None:
    """Found by learner: what was completed lies under the learner's key."""
    await conn.run(
        """
        delete from section_progress d using course_progress cp
        where cp.course_id = $1 and d.user_id = cp.user_id and d.course_id = cp.course_id
        """,
        course_id,
    )
    await conn.run(
        """
        delete from lesson_progress d using course_progress cp
        where cp.course_id = $1 and d.user_id = cp.user_id and d.course_id = cp.course_id
        """,
        course_id,
    )
    await conn.run("delete from course_progress where course_id = $1", course_id)
