"""Writing lessons. Whoever comes here holds the lock of the course's row."""

from uuid import UUID

from alcuin.catalog.actions.access import lock_lesson_to_edit, lock_to_edit
from alcuin.catalog.actions.reading import get_lesson
from alcuin.catalog.data.bounds import MAX_LESSONS
from alcuin.catalog.data.lessons import LessonEdit, LessonForStaff, NewLesson
from alcuin.catalog.errors import TooManyLessons
from alcuin.catalog.queries import courses
from alcuin.catalog.queries import lessons as queries
from alcuin.catalog.rules.content import require_sound
from alcuin.catalog.rules.editing import edited
from alcuin.catalog.rules.requirements import require_no_circle
from alcuin.kit.actor import Actor
from alcuin.kit.db import Conn


async def add_lesson(
    conn: Conn, actor: Actor, course_ref: UUID | str, new: NewLesson
) -> LessonForStaff:
    """Put a lesson at its place, or at the end.

    Raises CourseNotFound, NotAnEditor, Invalid, TooManyLessons.
    """
    course_id = (await lock_to_edit(conn, actor, course_ref)).course_id
    require_sound(new)
    count = await queries.count_lessons(conn, course_id)
    if count >= MAX_LESSONS:
        raise TooManyLessons(limit=MAX_LESSONS)
    if new.requires:
        require_no_circle(None, new.requires, await queries.list_requirements(conn, course_id))
    place = min(new.order or count + 1, count + 1)
    lesson_id = await queries.insert_lesson(conn, course_id, new, place)
    await queries.set_requires(conn, course_id, lesson_id, new.requires)
    await courses.touch_course(conn, course_id)
    return await get_lesson(conn, actor, lesson_id)


async def hold_lesson(conn: Conn, actor: Actor, lesson_id: UUID) -> LessonForStaff:
    """Lock a lesson's course and read the lesson for `edit_lesson`.

    Raises LessonNotFound, NotAnEditor.
    """
    await lock_lesson_to_edit(conn, actor, lesson_id)
    return await get_lesson(conn, actor, lesson_id)


async def edit_lesson(
    conn: Conn, actor: Actor, lesson: LessonForStaff, edit: LessonEdit
) -> LessonForStaff:
    """Change a lesson that `hold_lesson` gave; another order moves it. Raises Invalid."""
    require_sound(edit)
    wanted = edited(lesson, edit)
    if wanted == lesson:
        return lesson
    if wanted.requires != lesson.requires:
        course = await queries.list_requirements(conn, lesson.course_id)
        require_no_circle(lesson.id, wanted.requires, course)
        await queries.set_requires(conn, lesson.course_id, lesson.id, wanted.requires)
    await queries.update_lesson(conn, wanted)
    if wanted.order != lesson.order:
        await queries.move_lesson(conn, lesson.id, wanted.order)
    await courses.touch_course(conn, lesson.course_id)
    return await get_lesson(conn, actor, lesson.id)


async def move_lesson(conn: Conn, actor: Actor, lesson_id: UUID, order: int) -> LessonForStaff:
    """Take a lesson to another place of its course. Raises LessonNotFound, NotAnEditor."""
    standing = await lock_lesson_to_edit(conn, actor, lesson_id)
    if await queries.move_lesson(conn, lesson_id, order):
        await courses.touch_course(conn, standing.course_id)
    return await get_lesson(conn, actor, lesson_id)


async def delete_lesson(conn: Conn, actor: Actor, lesson_id: UUID) -> None:
    """Take a lesson out of the working copy; releases keep theirs.

    Raises LessonNotFound, NotAnEditor.
    """
    lesson = await hold_lesson(conn, actor, lesson_id)
    await queries.delete_lesson(conn, lesson_id)
    await courses.touch_course(conn, lesson.course_id)
