"""The working copy for those who teach the course, one statement each."""

from uuid import UUID

from alcuin.catalog.actions.access import sees_everything, user_of
from alcuin.catalog.data.courses import CategoryInUse, CourseForStaff
from alcuin.catalog.data.lessons import LessonForStaff
from alcuin.catalog.data.sections import SectionForStaff
from alcuin.catalog.errors import CourseNotFound, LessonNotFound, SectionNotFound
from alcuin.catalog.queries import categories, courses, lessons, sections
from alcuin.kit.actor import Actor, Visitor
from alcuin.kit.db import Conn


async def find_course(conn: Conn, actor: Actor | Visitor, ref: UUID | str) -> CourseForStaff | None:
    """A course by id or slug with its outline; None for all but its staff."""
    return await courses.find_course(conn, ref, user_of(actor), everything=sees_everything(actor))


async def get_course(conn: Conn, actor: Actor, course_id: UUID) -> CourseForStaff:
    """As `find_course`. Raises CourseNotFound."""
    found = await find_course(conn, actor, course_id)
    if found is None:
        raise CourseNotFound
    return found


async def list_lessons(conn: Conn, actor: Actor | Visitor, course_id: UUID) -> list[LessonForStaff]:
    """All lessons of a course with all their sections; none for all but its staff."""
    return await lessons.list_lessons(
        conn, course_id, user_of(actor), everything=sees_everything(actor)
    )


async def find_lesson(conn: Conn, actor: Actor | Visitor, lesson_id: UUID) -> LessonForStaff | None:
    """A lesson with its sections; None for all but the staff of its course."""
    return await lessons.find_lesson(
        conn, lesson_id, user_of(actor), everything=sees_everything(actor)
    )


async def get_lesson(conn: Conn, actor: Actor, lesson_id: UUID) -> LessonForStaff:
    """As `find_lesson`. Raises LessonNotFound."""
    found = await find_lesson(conn, actor, lesson_id)
    if found is None:
        raise LessonNotFound
    return found


async def find_section(
    conn: Conn, actor: Actor | Visitor, section_id: UUID
) -> SectionForStaff | None:
    """A section; None for all but the staff of its course."""
    return await sections.find_section(
        conn, section_id, user_of(actor), everything=sees_everything(actor)
    )


async def get_section(conn: Conn, actor: Actor, section_id: UUID) -> SectionForStaff:
    """As `find_section`. Raises SectionNotFound."""
    found = await find_section(conn, actor, section_id)
    if found is None:
        raise SectionNotFound
    return found


async def list_categories(conn: Conn) -> list[CategoryInUse]:
    """Categories of published courses, for everybody."""
    return await categories.list_categories(conn)
