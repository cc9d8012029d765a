"""Writing lessons."""

from uuid import UUID

from alcuin.catalog.actions import lessons as actions
from alcuin.catalog.data.lessons import LessonEdit, LessonForStaff, NewLesson
from alcuin.catalog.errors import CourseNotFound, LessonNotFound, NotAnEditor, TooManyLessons
from alcuin.catalog.rules.names import course_ref
from alcuin.catalog.schemas import MoveLesson
from alcuin.identity import Scope
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    delete,
    edge,
    edit,
    post,
    read_edit,
)


@post(
    "/api/courses/{course:str}/lessons",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnEditor, TooManyLessons),
    answers={201: "The lesson, at its place."},
    once=True,
)
async def add_lesson(
    request: Request, course: str, data: NewLesson
) -> Response[Envelope[LessonForStaff]]:
    """Put a lesson at its place, or at the end."""
    async with edge(request) as at:
        lesson = await actions.add_lesson(at.conn, at.person, course_ref(course), data)
        return at.answer(
            lesson,
            status=201,
            message="Lesson added",
            etag=str(lesson.revision),
            location=f"/api/lessons/{lesson.id}",
        )


@edit(
    "/api/lessons/{lesson_id:uuid}",
    scope=Scope.COURSES_WRITE,
    refuses=(LessonNotFound, NotAnEditor),
    if_match=True,
    body=LessonEdit,
)
async def edit_lesson(request: Request, lesson_id: UUID) -> Response[Envelope[LessonForStaff]]:
    """Change a lesson of the working copy; another order moves it."""
    async with edge(request) as at:
        held = await actions.hold_lesson(at.conn, at.person, lesson_id)
        at.if_match(held.revision)
        said = await read_edit(request, LessonEdit, current=held)
        saved = await actions.edit_lesson(at.conn, at.person, held, said)
        return at.answer(saved, message="Lesson saved", etag=str(saved.revision))


@post(
    "/api/lessons/{lesson_id:uuid}/move",
    scope=Scope.COURSES_WRITE,
    refuses=(LessonNotFound, NotAnEditor),
)
async def move_lesson(
    request: Request, lesson_id: UUID, data: MoveLesson
) -> Response[Envelope[LessonForStaff]]:
    """Take a lesson to another place of its course; it never changes its course."""
    async with edge(request) as at:
        moved = await actions.move_lesson(at.conn, at.person, lesson_id, data.order)
        return at.answer(moved, message="Lesson moved", etag=str(moved.revision))


@delete(
    "/api/lessons/{lesson_id:uuid}",
    scope=Scope.COURSES_WRITE,
    refuses=(LessonNotFound, NotAnEditor),
)
async def delete_lesson(request: Request, lesson_id: UUID) -> Response[Envelope[None]]:
    """Take a lesson out of the working copy; learners keep it until the next release."""
    async with edge(request) as at:
        await actions.delete_lesson(at.conn, at.person, lesson_id)
        return at.answer(None, message="Lesson deleted")


ROUTES: list[Route] = [add_lesson, edit_lesson, move_lesson, delete_lesson]
