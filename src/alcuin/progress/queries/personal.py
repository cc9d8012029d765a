"""What one person has done, as they take it along; the newest first."""

from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


class KeptCourse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner in a course, counted against the release that it names."""

    course_id: UUID
    release: int
    active: bool
    units_done: int
    units_total: int
    lessons_done: int
    lessons_total: int
    started_at: datetime
    completed_at: datetime | None
    last_accessed_at: datetime


class KeptLesson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner in a lesson."""

    course_id: UUID
    lesson_id: UUID
    sections_done: int
    sections_total: int
    started_at: datetime
    completed_at: datetime | None
    last_accessed_at: datetime


class KeptSection(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A section that a learner has completed."""

    course_id: UUID
    section_id: UUID
    completed_at: datetime


async def list_courses(conn: Conn, user_id: UUID, most: int) -> list[KeptCourse]:
    return await conn.all(
        KeptCourse,
        """
        select course_id, release, active, units_done, units_total, lessons_done, lessons_total,
          started_at, completed_at, last_accessed_at
        from course_progress where user_id = $1
        order by started_at desc, course_id limit $2
        """,
        user_id,
        most,
    )


async def list_lessons(conn: Conn, user_id: UUID, most: int) -> list[KeptLesson]:
    return await conn.all(
        KeptLesson,
        """
        select course_id, lesson_id, sections_done, sections_total, started_at, completed_at,
          last_accessed_at
        from lesson_progress where user_id = $1
        order by started_at desc, lesson_id limit $2
        """,
        user_id,
        most,
    )


async def list_sections(conn: Conn, user_id: UUID, most: int) -> list[KeptSection]:
    return await conn.all(
        KeptSection,
        """
        select course_id, section_id, completed_at
        from section_progress where user_id = $1
        order by completed_at desc, section_id limit $2
        """,
        user_id,
        most,
    )
