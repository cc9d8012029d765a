"""Numbers for those who teach, over HTTP."""

import msgspec

from alcuin.analytics.actions import courses as actions
from alcuin.analytics.data.courses import CourseAnalytics, Released, Span
from alcuin.analytics.data.courses_together import Analytics
from alcuin.analytics.rules.courses import analytics
from alcuin.catalog import CourseNotFound, Current, NotStaff, OutlineLesson, Shelf, course_ref
from alcuin.kit.http import Envelope, Request, Response, Route, Who, edge, get

_encode = msgspec.json.Encoder().encode


def course_routes(shelf: Shelf) -> list[Route]:
    """What those who teach may ask; titles of lessons come from memory."""

    @get("/api/courses/{course:str}/analytics", refuses=(CourseNotFound, NotStaff))
    async def read_course_analytics(
        request: Request, course: str, query: Span
    ) -> Response[Envelope[CourseAnalytics]]:
        """Show a course in numbers, for its staff: learners, lessons, drop-off, time, cohorts.

        Days, weeks and cohorts are those from `from` to `to`, at most 366 days; the last 30
        where nothing is said. Everything else is of all time. The numbers follow what happens
        within a second or so.
        """
        async with edge(request) as at:
            figures = await actions.read_figures(at.conn, at.person, course_ref(course), query)
        lessons = await _lessons(shelf, figures.released)
        return Response(_encode(Envelope(data=analytics(figures, lessons))))

    return [read_course_analytics, read_analytics]


@get("/api/analytics", who=Who.TEACHERS)
async def read_analytics(request: Request, query: Span) -> Response[Envelope[Analytics]]:
    """Show the courses that you teach in numbers; administrators see all courses.

    Days, weeks and cohorts are those from `from` to `to`, at most 92 days (366 of all courses);
    the last 30 where nothing is said. Added up are the newest 100 of the courses on whose staff
    you are.
    """
    async with edge(request) as at:
        return at.answer(await actions.read_together(at.conn, at.person, query))


async def _lessons(shelf: Shelf, released: Released) -> list[OutlineLesson]:
    if not released.release:
        return []
    current = Current(
        released.course_id, released.slug, released.release, released.status, open=True
    )
    outline = await shelf.outline(current)
    return outline.lessons if outline else []
