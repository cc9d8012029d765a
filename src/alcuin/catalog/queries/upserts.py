"""The rows of a plan, written over a working copy's: all lessons or all sections at once.

A row that says already what the plan says is not touched, so that an import of what has not
changed changes nothing.
"""

from uuid import UUID

import msgspec

from alcuin.catalog.importing import CoursePlan
from alcuin.kit.db import Conn


class Written(msgspec.Struct, frozen=True):
    """A row that an upsert has written; those that stay as they are are not answered."""

    key: str
    created: bool


async def upsert_lessons(conn: Conn, course_id: UUID, plan: CoursePlan) -> list[Written]:
    return await conn.all(
        Written,
        """
        insert into lesson (course_id, source_key, position, title, description,
          estimated_minutes, content_type, learning_objectives, prerequisites)
        select $1, x.key, x.position, x.title, x.description,
          x.estimated_minutes, x.content_type, x.objectives, x.prerequisites
        from jsonb_to_recordset($2) as x(
          key text, position int, title text, description text, estimated_minutes int,
          content_type text, objectives text[], prerequisites text[])
        on conflict (course_id, source_key) where source_key is not null do update
        set position = excluded.position, title = excluded.title,
          description = excluded.description, estimated_minutes = excluded.estimated_minutes,
          content_type = excluded.content_type,
          learning_objectives = excluded.learning_objectives,
          prerequisites = excluded.prerequisites,
          revision = lesson.revision + 1, updated_at = kit_now()
        where (lesson.position, lesson.title, lesson.description, lesson.estimated_minutes,
            lesson.content_type, lesson.learning_objectives, lesson.prerequisites)
          is distinct from (excluded.position, excluded.title, excluded.description,
            excluded.estimated_minutes, excluded.content_type, excluded.learning_objectives,
            excluded.prerequisites)
        returning new.source_key as key, old.id is null as created
        """,
        course_id,
        _rows_of_lessons(plan),
    )


async def upsert_sections(conn: Conn, course_id: UUID, plan: CoursePlan) -> list[Written]:
    """After the lessons: a section may have moved from one to another."""
    return await conn.all(
        Written,
        """
        insert into section (course_id, lesson_id, source_key, position, title, content, type,
          video_url, image_url, code_snippet, quiz, preview)
        select $1, l.id, x.key, x.position, x.title, x.content, x.type,
          x.video_url, x.image_url, x.code_snippet, x.quiz, x.preview
        from jsonb_to_recordset($2) as x(
          key text, lesson text, position int, title text, content text, type text,
          video_url text, image_url text, code_snippet text, quiz jsonb, preview boolean)
        join lesson l on l.course_id = $1 and l.source_key = x.lesson
        on conflict (course_id, source_key) where source_key is not null do update
        set lesson_id = excluded.lesson_id, position = excluded.position, title = excluded.title,
          content = excluded.content, type = excluded.type, video_url = excluded.video_url,
          image_url = excluded.image_url, code_snippet = excluded.code_snippet,
          quiz = excluded.quiz, preview = excluded.preview,
          revision = section.revision + 1, updated_at = kit_now()
        where (section.lesson_id, section.position, section.title, section.content, section.type,
            section.video_url, section.image_url, section.code_snippet, section.quiz,
            section.preview)
          is distinct from (excluded.lesson_id, excluded.position, excluded.title,
            excluded.content, excluded.type, excluded.video_url, excluded.image_url,
            excluded.code_snippet, excluded.quiz, excluded.preview)
        returning new.source_key as key, old.id is null as created
        """,
        course_id,
        _rows_of_sections(plan),
    )


def _rows_of_lessons(plan: CoursePlan) -> list[dict[str, object]]:
    return [
        {
            "key": lesson.key,
            "position": position,
            "title": lesson.title,
            "description": lesson.description,
            "estimated_minutes": lesson.estimated_minutes,
            "content_type": lesson.content_type,
            "objectives": lesson.objectives,
            "prerequisites": lesson.prerequisites,
        }
        for position, lesson in enumerate(plan.lessons, 1)
    ]


def _rows_of_sections(plan: CoursePlan) -> list[dict[str, object]]:
    return [
        {
            "key": section.key,
            "lesson": lesson.key,
            "position": position,
            "title": section.title,
            "content": section.content,
            "type": section.type,
            "video_url": section.video_url,
            "image_url": section.image_url,
            "code_snippet": section.code_snippet,
            "quiz": section.quiz,
            "preview": section.preview,
        }
        for lesson in plan.lessons
        for position, section in enumerate(lesson.sections, 1)
    ]
