"""A learner's own progress in a course and in a lesson."""

from uuid import UUID

import msgspec

from alcuin.catalog import CourseNotFound, CurrentReleases, Shelf, course_ref
from alcuin.enrollment import NotEnrolled
from alcuin.kit.http import Envelope, Request, Response, Route, claims, database, get
from alcuin.progress.actions.reading import lesson_progress
from alcuin.progress.data.courses import CourseProgress, LessonProgress, ToExplain
from alcuin.progress.queries.reading import find_course_of_lesson
from alcuin.progress.routes.learners import own_progress, refuse_as_not_enrolled

_encode = msgspec.json.Encoder().encode


def routes(releases: CurrentReleases, shelf: Shelf) -> list[Route]:
    """Routes of one's own progress; titles come from memory."""
    return [*_of_course(releases, shelf), _of_lesson(releases, shelf)]


def _of_course(releases: CurrentReleases, shelf: Shelf) -> list[Route]:
    """The same answer at two addresses."""

    async def shown(
        request: Request, course: str, query: ToExplain
    ) -> Response[Envelope[CourseProgress]]:
        ref = course_ref(course)
        progress = await own_progress(request, releases, shelf, ref, explain=query.explain)
        return Response(_encode(Envelope(data=progress)))

    @get("/api/progress/courses/{course:str}", refuses=(NotEnrolled, CourseNotFound))
    async def read_course_progress(
        request: Request, course: str, query: ToExplain
    ) -> Response[Envelope[CourseProgress]]:
        """Show your progress in a course; `explain=true` lists each counted and missing unit."""
        return await shown(request, course, query)

    @get("/api/courses/{course:str}/progress", refuses=(NotEnrolled, CourseNotFound))
    async def read_progress_of_course(
        request: Request, course: str, query: ToExplain
    ) -> Response[Envelope[CourseProgress]]:
        """Show your progress in a course, as under /api/progress."""
        return await shown(request, course, query)

    return [read_course_progress, read_progress_of_course]


def _of_lesson(releases: CurrentReleases, shelf: Shelf) -> Route:
    @get("/api/progress/lessons/{lesson_id:uuid}", refuses=(NotEnrolled,))
    async def read_lesson_progress(
        request: Request, lesson_id: UUID
    ) -> Response[Envelope[LessonProgress]]:
        """Show your progress in a lesson of the current release."""
        claims(request)
        async with database(request).statement() as conn:
            course_id = await find_course_of_lesson(conn, lesson_id)
        if course_id is None:
            await refuse_as_not_enrolled(request)
        progress = await own_progress(request, releases, shelf, course_id)
        async with database(request).statement() as conn:
            return Response(
                _encode(Envelope(data=await lesson_progress(conn, progress, lesson_id)))
            )

    return read_lesson_progress
