"""What stands between a learner and a lesson or section: asked only where something does."""

from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.progress.data.completing import LessonStanding, Named, Place


async def get_lesson_standing(
    conn: Conn, user_id: UUID, course_id: UUID, lesson_id: UUID
) -> LessonStanding:
    """A lesson before a learner whose row this transaction has locked."""
    return await conn.one(
        LessonStanding,
        """
        select cp.course_id, cp.release, cp.active, c.open as is_open,
          cp.release < c.release as is_stale, rl.sections, lp.completed_at,
          array(
            select r.id from unnest(rl.requires) with ordinality r(id, n) where not exists (
              select from lesson_progress x
              where x.user_id = $1 and x.course_id = $2 and x.lesson_id = r.id
                and x.completed_at is not null) order by r.n) as missing_lessons,
          array(
            select rs.section_id from release_section rs
            where rs.lesson_id = $3 and rs.release = cp.release and not exists (
              select from section_progress d
              where d.user_id = $1 and d.course_id = $2 and d.section_id = rs.section_id)
            order by rs.position) as open_sections
        from course_progress cp
          join course c on c.id = cp.course_id
          left join release_lesson rl on rl.lesson_id = $3 and rl.release = cp.release
          left join lesson_progress lp
            on lp.user_id = $1 and lp.course_id = $2 and lp.lesson_id = $3
        where cp.user_id = $1 and cp.course_id = $2
        """,
        user_id,
        course_id,
        lesson_id,
    )


async def find_place(conn: Conn, lesson_id: UUID, section_id: UUID) -> Place:
    """Where a section stood and stands; `was_here` is False for a pair that never was."""
    return await conn.one(
        Place,
        """
        select exists (
            select from release_section where section_id = $2 and lesson_id = $1) as was_here,
          (select rs.lesson_id from release_section rs join course c on c.id = rs.course_id
           where rs.section_id = $2 and rs.release = c.release) as lesson_id
        """,
        lesson_id,
        section_id,
    )


async def list_names(
    conn: Conn, course_id: UUID, release: int, ids: list[UUID], *, sections: bool
) -> list[Named]:
    """Titles of lessons, or of sections, as a release has them, in its order."""
    return await conn.all(
        Named,
        """
        select (x.value ->> 'id')::uuid as id, x.value ->> 'title' as title
        from release_body b,
          json_array_elements(convert_from(b.body, 'UTF8')::json -> 'lessons')
            with ordinality l(value, n),
          json_array_elements(case when $4 then l.value -> 'sections'
            else json_build_array(l.value) end) with ordinality x(value, n)
        where b.course_id = $1 and b.number = $2 and b.audience = 'PUBLIC'
          and (x.value ->> 'id')::uuid = any ($3::uuid[])
        order by l.n, x.n
        """,
        course_id,
        release,
        ids,
        sections,
    )
