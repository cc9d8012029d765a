"""My courses, and the students of a course."""

from alcuin.catalog import CourseNotFound, NotStaff, course_ref
from alcuin.kit.http import Listing, Request, Response, Route, cursors, edge, get
from alcuin.kit.paging import Paging
from alcuin.progress.actions import listing as actions
from alcuin.progress.data.lists import MyCourse, Student, StudentQuery


@get("/api/enrollments")
async def list_my_courses(request: Request, query: Paging) -> Response[Listing[MyCourse]]:
    """List the courses you are or were enrolled in, with your progress; newest first."""
    async with edge(request) as at:
        return at.page(await actions.list_my_courses(at.conn, at.person, query, cursors(request)))


@get("/api/courses/{course:str}/students", refuses=(CourseNotFound, NotStaff))
async def list_students(
    request: Request, course: str, query: StudentQuery
) -> Response[Listing[Student]]:
    """List who studies a course, with their progress, for its staff."""
    async with edge(request) as at:
        return at.page(
            await actions.list_students(
                at.conn, at.person, course_ref(course), query, cursors(request)
            )
        )


ROUTES: list[Route] = [list_my_courses, list_students]
