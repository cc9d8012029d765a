"""Writing courses."""

from alcuin.catalog.actions import courses as actions
from alcuin.catalog.actions import review, trash
from alcuin.catalog.data.courses import CourseEdit, CourseForStaff, NewCourse, TrashedCourse
from alcuin.catalog.errors import (
    CourseNotFound,
    IllegalStatus,
    NotAnEditor,
    NotAnOwner,
    SlugFixed,
    SlugTaken,
    TooManyUnpublished,
)
from alcuin.catalog.rules.names import course_ref
from alcuin.identity import Scope
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    Who,
    delete,
    edge,
    edit,
    post,
    read_edit,
)


@post(
    "/api/courses",
    scope=Scope.COURSES_WRITE,
    who=Who.TEACHERS,
    refuses=(SlugTaken, TooManyUnpublished),
    answers={201: "The draft, which is yours."},
    once=True,
)
async def create_course(request: Request, data: NewCourse) -> Response[Envelope[CourseForStaff]]:
    """Start a draft, which you own."""
    async with edge(request) as at:
        course = await actions.create_course(at.conn, at.person, data)
        return at.answer(
            course,
            status=201,
            message="Course created",
            etag=str(course.revision),
            location=f"/api/courses/{course.id}",
        )


@edit(
    "/api/courses/{course:str}",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnEditor, SlugTaken, SlugFixed),
    if_match=True,
    body=CourseEdit,
)
async def edit_course(request: Request, course: str) -> Response[Envelope[CourseForStaff]]:
    """Change the working copy of a course; learners see it with the next release."""
    async with edge(request) as at:
        held = await actions.hold_course(at.conn, at.person, course_ref(course))
        at.if_match(held.revision)
        said = await read_edit(request, CourseEdit, current=held)
        saved = await actions.edit_course(at.conn, at.person, held, said)
        return at.answer(saved, message="Course saved", etag=str(saved.revision))


@delete(
    "/api/courses/{course:str}", scope=Scope.COURSES_WRITE, refuses=(CourseNotFound, NotAnOwner)
)
async def trash_course(request: Request, course: str) -> Response[Envelope[TrashedCourse]]:
    """Put a course into the trash, from where it can be restored for 30 days."""
    async with edge(request) as at:
        trashed = await trash.trash_course(at.conn, at.person, course_ref(course))
        return at.answer(trashed, message="Course moved to the trash")


@post("/api/courses/{course:str}/restore", scope=Scope.COURSES_WRITE, refuses=(CourseNotFound,))
async def restore_course(request: Request, course: str) -> Response[Envelope[CourseForStaff]]:
    """Take a course out of the trash, as a draft."""
    async with edge(request) as at:
        restored = await trash.restore_course(at.conn, at.person, course_ref(course))
        return at.answer(restored, message="Course restored", etag=str(restored.revision))


@post(
    "/api/courses/{course:str}/submit-review",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnEditor, IllegalStatus),
)
async def submit_for_review(request: Request, course: str) -> Response[Envelope[CourseForStaff]]:
    """Hand a draft over to be read by others; editing goes on."""
    async with edge(request) as at:
        moved = await review.submit_for_review(at.conn, at.person, course_ref(course))
        return at.answer(moved, message="Course submitted for review", etag=str(moved.revision))


@post(
    "/api/courses/{course:str}/return-to-draft",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnEditor, IllegalStatus),
)
async def return_to_draft(request: Request, course: str) -> Response[Envelope[CourseForStaff]]:
    """Take a course out of review."""
    async with edge(request) as at:
        moved = await review.return_to_draft(at.conn, at.person, course_ref(course))
        return at.answer(moved, message="Course is a draft again", etag=str(moved.revision))


ROUTES: list[Route] = [
    create_course,
    edit_course,
    trash_course,
    restore_course,
    submit_for_review,
    return_to_draft,
]
