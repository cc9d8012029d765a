"""Lessons of the working copy. Their positions are 1 to n, at every commit."""

from uuid import UUID

from alcuin.catalog.data.lessons import LessonForStaff, NewLesson, Requirement
from alcuin.catalog.queries.courses import Identified
from alcuin.kit.db import Conn

_LESSON = """
  select l.id, l.course_id, l.title, l.description, l.position as "order",
    l.estimated_minutes as estimated_duration, l.content_type, l.learning_objectives,
    l.prerequisites, l.revision, l.created_at, l.updated_at, l.metadata,
    array(
      select q.requires_id from lesson_requirement q join lesson n on n.id = q.requires_id
      where q.lesson_id = l.id order by n.position) as requires,
    coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', s.id, 'lessonId', s.lesson_id, 'courseId', s.course_id, 'title', s.title,
        'content', s.content, 'type', s.type, 'order', s.position, 'videoUrl', s.video_url,
        'imageUrl', s.image_url, 'codeSnippet', s.code_snippet, 'quiz', s.quiz,
        'preview', s.preview, 'revision', s.revision, 'createdAt', s.created_at,
        'updatedAt', s.updated_at, 'metadata', s.metadata) order by s.position)
      from section s where s.lesson_id = l.id), '[]') as sections
  from lesson l join course c on c.id = l.course_id and c.trashed_at is null
"""
_TAUGHT = "exists (select from course_staff m where m.course_id = l.course_id and m.user_id = $2)"

LESSON = f"{_LESSON} where l.id = $1 and ($3 or {_TAUGHT})"
LESSONS = f"{_LESSON} where l.course_id = $1 and ($3 or {_TAUGHT}) order by l.position"


async def find_lesson(
    conn: Conn, lesson_id: UUID, reader: UUID | None, *, everything: bool
) -> LessonForStaff | None:
    """A lesson of a course that `reader` teaches; any lesson where they may see everything."""
    return await conn.maybe(LessonForStaff, LESSON, lesson_id, reader, everything)


async def list_lessons(
    conn: Conn, course_id: UUID, reader: UUID | None, *, everything: bool
) -> list[LessonForStaff]:
    """All lessons of a course in their order, as for `find_lesson`."""
    return await conn.all(LessonForStaff, LESSONS, course_id, reader, everything)


async def count_lessons(conn: Conn, course_id: UUID) -> int:
    return await conn.value(int, "select count(*) from lesson where course_id = $1", course_id) or 0


async def insert_lesson(conn: Conn, course_id: UUID, new: NewLesson, place: int) -> UUID:
    """Put a lesson at a place; those from there on move up."""
    return (
        await conn.one(
            Identified,
            """
            with moved as (
              update lesson set position = position + 1, revision = revision + 1
              where course_id = $1 and position >= $2)
            insert into lesson (course_id, position, title, description, estimated_minutes,
              content_type, learning_objectives, prerequisites, metadata)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            returning id
            """,
            course_id,
            place,
            new.title,
            new.description,
            new.estimated_duration,
            new.content_type,
            new.learning_objectives,
            new.prerequisites,
            new.metadata,
        )
    ).id


async def update_lesson(conn: Conn, lesson: LessonForStaff) -> None:
    """Write what authors may change; the place is changed by `move_lesson`."""
    await conn.run(
        """
        update lesson set title = $2, description = $3, estimated_minutes = $4, content_type = $5,
          learning_objectives = $6, prerequisites = $7, metadata = $8,
          revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        lesson.id,
        lesson.title,
        lesson.description,
        lesson.estimated_duration,
        lesson.content_type,
        lesson.learning_objectives,
        lesson.prerequisites,
        lesson.metadata,
    )


async def move_lesson(conn: Conn, lesson_id: UUID, place: int) -> int:
    """Take a lesson to a place; those between give way. Answers how many rows moved.

    A revision moves with the position: a client that puts back what it read before must
    hear that the order is another one now.
    """
    return await conn.run(
        """
        with m as (
          select l.course_id, l.position as was, least($2, (
            select count(*)::int from lesson n where n.course_id = l.course_id)) as will
          from lesson l where l.id = $1)
        update lesson l set revision = revision + 1, position = case
            when l.id = $1 then m.will
            when m.was < m.will then l.position - 1
            else l.position + 1 end
        from m
        where l.course_id = m.course_id and m.was <> m.will
          and l.position between least(m.was, m.will) and greatest(m.was, m.will)
        """,
        lesson_id,
        place,
    )


async def delete_lesson(conn: Conn, lesson_id: UUID) -> None:
    """Take a lesson out with its sections; the others close the gap and forget it."""
    await conn.run(
        """
        with gone as (
          delete from lesson where id = $1 returning id, course_id, position)
        update lesson l set revision = l.revision + 1,
          position = l.position - (l.position > gone.position)::int
        from gone
        where l.course_id = gone.course_id and l.id <> gone.id
          and (l.position > gone.position or exists (
            select from lesson_requirement q
            where q.lesson_id = l.id and q.requires_id = gone.id))
        """,
        lesson_id,
    )


async def list_requirements(conn: Conn, course_id: UUID) -> list[Requirement]:
    """Every lesson of a course with what it requires."""
    return await conn.all(
        Requirement,
        """
        select l.id, l.title, array(
          select q.requires_id from lesson_requirement q
          where q.lesson_id = l.id order by 1) as requires
        from lesson l where l.course_id = $1 order by l.position
        """,
        course_id,
    )


async def set_requires(conn: Conn, course_id: UUID, lesson_id: UUID, requires: list[UUID]) -> None:
    """Have a lesson require these lessons and no others."""
    await conn.run(
        """
        with gone as (
          delete from lesson_requirement where lesson_id = $2 and requires_id <> all ($3))
        insert into lesson_requirement (course_id, lesson_id, requires_id)
        select $1, $2, required from unnest($3::uuid[]) required
        on conflict do nothing
        """,
        course_id,
        lesson_id,
        requires,
    )
