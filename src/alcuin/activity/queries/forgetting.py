"""Statements that forget: what is past its time, and what belongs to a course that is gone."""

from uuid import UUID

from alcuin.kit.db import Conn


async def prune_entries(conn: Conn, most: int) -> int:
    """Forget claims recorded more than 400 days ago; what was credited stands in the log."""
    return await conn.run(
        """
        delete from time_entry where ctid = any(array(
          select ctid from time_entry where recorded_at < kit_now() - interval '400 days'
          limit $1 for update skip locked))
        """,
        most,
    )


async def delete_entries(conn: Conn, course_id: UUID) -> None:
    """Found by learner: claims lie under the learner's key."""
    await conn.run(
        """
        delete from time_entry t using course_progress cp
        where cp.course_id = $1 and t.user_id = cp.user_id and t.course_id = cp.course_id
        """,
        course_id,
    )
