"""Writing sections. Whoever comes here holds the lock of the course's row."""

from uuid import UUID

from alcuin.catalog.actions.access import lock_lesson_to_edit, lock_section_to_edit
from alcuin.catalog.actions.files import require_own_files
from alcuin.catalog.actions.reading import get_section
from alcuin.catalog.data.bounds import MAX_SECTIONS
from alcuin.catalog.data.sections import NewSection, SectionEdit, SectionForStaff
from alcuin.catalog.errors import LessonNotFound, TooManySections
from alcuin.catalog.queries import courses
from alcuin.catalog.queries import sections as queries
from alcuin.catalog.rules.content import require_sound
from alcuin.catalog.rules.editing import edited
from alcuin.kit.actor import Actor
from alcuin.kit.db import Conn
from alcuin.kit.problems import Invalid


async def add_section(
    conn: Conn, actor: Actor, lesson_id: UUID, new: NewSection
) -> SectionForStaff:
    """Put a section at its place in a lesson, or at the end.

    Raises LessonNotFound, NotAnEditor, Invalid, TooManySections.
    """
    course_id = (await lock_lesson_to_edit(conn, actor, lesson_id)).course_id
    require_sound(new)
    count = await queries.count_sections(conn, course_id, lesson_id)
    if count is None:  # deleted while we waited for the lock
        raise LessonNotFound
    _require_room(count)
    await require_own_files(conn, course_id, new)
    place = min(new.order or count + 1, count + 1)
    section_id = await queries.insert_section(conn, course_id, lesson_id, new, place)
    await courses.touch_course(conn, course_id)
    return await get_section(conn, actor, section_id)


async def hold_section(conn: Conn, actor: Actor, section_id: UUID) -> SectionForStaff:
    """Lock a section's course and read the section for `edit_section`.

    Raises SectionNotFound, NotAnEditor.
    """
    await lock_section_to_edit(conn, actor, section_id)
    return await get_section(conn, actor, section_id)


async def edit_section(
    conn: Conn, actor: Actor, section: SectionForStaff, edit: SectionEdit
) -> SectionForStaff:
    """Change a section that `hold_section` gave; another order moves it. Raises Invalid."""
    require_sound(edit)
    wanted = edited(section, edit)
    if wanted == section:
        return section
    await require_own_files(conn, section.course_id, wanted, section)
    await queries.update_section(conn, wanted)
    if wanted.order != section.order:
        await queries.move_section(conn, section.id, section.lesson_id, wanted.order)
    await courses.touch_course(conn, section.course_id)
    return await get_section(conn, actor, section.id)


async def move_section(
    conn: Conn,
    actor: Actor,
    section_id: UUID,
    *,
    lesson_id: UUID | None = None,
    order: int | None = None,
) -> SectionForStaff:
    """Take a section to another place, or another lesson of its course; to the end without order.

    Raises SectionNotFound, NotAnEditor, Invalid, TooManySections.
    """
    section = await hold_section(conn, actor, section_id)
    target = lesson_id or section.lesson_id
    count = await queries.count_sections(conn, section.course_id, target)
    if count is None:
        raise Invalid.at("/lessonId", "There is no such lesson in this course.", "unknown")
    if target != section.lesson_id:
        _require_room(count)
    if await queries.move_section(conn, section_id, target, order or count + 1):
        await courses.touch_course(conn, section.course_id)
    return await get_section(conn, actor, section_id)


async def delete_section(conn: Conn, actor: Actor, section_id: UUID) -> None:
    """Take a section out of the working copy; releases keep theirs.

    Raises SectionNotFound, NotAnEditor.
    """
    section = await hold_section(conn, actor, section_id)
    await queries.delete_section(conn, section_id)
    await courses.touch_course(conn, section.course_id)


def _require_room(count: int) -> None:
    if count >= MAX_SECTIONS:
        raise TooManySections(limit=MAX_SECTIONS)
