"""A learner's row in a course: made at enrollment, switched off and on under its lock."""

from uuid import UUID

from alcuin.kit.db import Conn


async def start(conn: Conn, user_id: UUID, course_id: UUID) -> None:
    """Make the row, counted against the current release, or switch it on again."""
    await conn.run(
        """
        insert into course_progress as x (user_id, course_id, release, units_total, lessons_total)
        select $1, c.id, c.release, sum(greatest(rl.sections, 1)), count(*)
        from course c
          join release_lesson rl on rl.course_id = c.id and rl.release = c.release
        where c.id = $2 group by c.id, c.release
        on conflict (user_id, course_id) do update set active = true
        """,
        user_id,
        course_id,
    )


async def suspend(conn: Conn, user_id: UUID, course_id: UUID) -> None:
    """Switch the row off: progress stays readable, nothing more is completed."""
    await conn.run(
        "update course_progress set active = false where user_id = $1 and course_id = $2",
        user_id,
        course_id,
    )
