"""Numbers over HTTP."""

from alcuin.analytics import actions
from alcuin.analytics.data import CourseNumbers
from alcuin.catalog import CourseNotFound, NotStaff, course_ref
from alcuin.kit.http import Envelope, Request, Response, Route, edge, get


@get("/api/courses/{course:str}/analytics", refuses=(CourseNotFound, NotStaff))
async def read_course_analytics(request: Request, course: str) -> Response[Envelope[CourseNumbers]]:
    """Count the learners of a course, for its staff: enrolled, active and completed.

    Active are those enrolled now who completed something of it at least once; completed
    are all who ever completed it. The numbers follow what happens within a second or so.
    """
    async with edge(request) as at:
        return at.answer(await actions.read_numbers(at.conn, at.person, course_ref(course)))


def routes() -> list[Route]:
    """Every route of this room."""
    return [read_course_analytics]
