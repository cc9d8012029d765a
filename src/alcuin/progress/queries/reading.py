"""Reading one learner's progress."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.progress.data.courses import LearnerCourse, LearnerLesson

READ_COURSE = """
select cp.release, c.release as current, cp.active, cp.units_done, cp.units_total,
  cp.lessons_done, cp.lessons_total, cp.started_at, cp.completed_at, cp.completed_release,
  cp.last_accessed_at,
  coalesce(d.ids, '{}') as section_ids, coalesce(d.times, '{}') as section_times,
  coalesce(l.ids, '{}') as lesson_ids, coalesce(l.times, '{}') as lesson_times
from live_session w
  join course_progress cp on cp.user_id = w.user_id and cp.course_id = $3
  join course c on c.id = cp.course_id
  cross join lateral (
    select array_agg(section_id) as ids, array_agg(completed_at) as times
    from section_progress where user_id = cp.user_id and course_id = cp.course_id) d
  cross join lateral (
    select array_agg(lesson_id) as ids, array_agg(completed_at) as times
    from lesson_progress where user_id = cp.user_id and course_id = cp.course_id
      and completed_at is not null) l
where w.id = $1 and w.user_id = $2 and w.verified
"""


async def find_course(
    conn: Conn, *, session_id: UUID, user_id: UUID, course_id: UUID
) -> LearnerCourse | None:
    """A learner's own progress. None: signed out, unverified or never enrolled."""
    return await conn.maybe(LearnerCourse, READ_COURSE, session_id, user_id, course_id)


async def find_lesson(
    conn: Conn, user_id: UUID, course_id: UUID, lesson_id: UUID
) -> LearnerLesson | None:
    """When a learner began a lesson; None before that."""
    return await conn.maybe(
        LearnerLesson,
        """
        select started_at, last_accessed_at from lesson_progress
        where user_id = $1 and course_id = $2 and lesson_id = $3
        """,
        user_id,
        course_id,
        lesson_id,
    )


async def find_course_of_lesson(conn: Conn, lesson_id: UUID) -> UUID | None:
    """The course of a lesson that was ever released."""
    return await conn.value(
        UUID, "select course_id from release_lesson where lesson_id = $1 limit 1", lesson_id
    )


async def find_course_of_section(conn: Conn, section_id: UUID) -> UUID | None:
    """The course of a section that was ever released."""
    return await conn.value(
        UUID, "select course_id from release_section where section_id = $1 limit 1", section_id
    )
