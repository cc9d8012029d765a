"""What somebody who is signed in is to a course: session, staff and enrollment in one look."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.progress.data.content import Relation

_RELATION = """
select w.user_id, w.id as session_id, w.role, w.verified, w.time_zone, w.language,
  c.id, c.slug, c.release, c.status, c.open, m.user_id is not null as taught,
  cp.active as enrolled
from live_session w
  left join course c on {course} and c.trashed_at is null
  left join course_staff m on m.course_id = c.id and m.user_id = w.user_id
  left join course_progress cp on cp.user_id = w.user_id and cp.course_id = c.id
where w.id = $1 and w.user_id = $2
"""
BY_ID = _RELATION.format(course="c.id = $3")
BY_SLUG = _RELATION.format(course="c.slug = $3")
# Lessons of the working copy may not be released yet, released ones may be gone from it.
BY_LESSON = _RELATION.format(
    course="""c.id = coalesce(
      (select course_id from release_lesson where lesson_id = $3 limit 1),
      (select course_id from lesson where id = $3))"""
)
BY_SECTION = _RELATION.format(
    course="""c.id = coalesce(
      (select course_id from release_section where section_id = $3 limit 1),
      (select course_id from section where id = $3))"""
)


async def to_course(
    conn: Conn, session_id: UUID, user_id: UUID, ref: UUID | str
) -> Relation | None:
    """To a course by id or slug. None: the session is over."""
    if isinstance(ref, UUID):
        return await conn.maybe(Relation, BY_ID, session_id, user_id, ref)
    return await conn.maybe(Relation, BY_SLUG, session_id, user_id, ref)


async def to_course_of_lesson(
    conn: Conn, session_id: UUID, user_id: UUID, lesson_id: UUID
) -> Relation | None:
    """To the course of a lesson. None: the session is over."""
    return await conn.maybe(Relation, BY_LESSON, session_id, user_id, lesson_id)


async def to_course_of_section(
    conn: Conn, session_id: UUID, user_id: UUID, section_id: UUID
) -> Relation | None:
    """To the course of a section. None: the session is over."""
    return await conn.maybe(Relation, BY_SECTION, session_id, user_id, section_id)
