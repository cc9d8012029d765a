"""Completing sections and lessons."""

from uuid import UUID

import msgspec

from alcuin.catalog import CurrentReleases, Shelf
from alcuin.enrollment import NotEnrolled
from alcuin.kit.http import Envelope, Request, Response, Route, claims, database, edge, post
from alcuin.kit.problems import Problem
from alcuin.progress.actions import completing as actions
from alcuin.progress.actions.completing_lessons import complete_lesson as complete
from alcuin.progress.actions.reading import lesson_progress
from alcuin.progress.data.completing import Completion, SectionProgress
from alcuin.progress.data.courses import LessonProgress
from alcuin.progress.errors import (
    CompletedByQuiz,
    CourseClosed,
    LearnerWithdrawn,
    LessonsRequired,
    NotInRelease,
    PublishedMeanwhile,
    SectionsOpen,
)
from alcuin.progress.routes.learners import own_progress

_IN_THE_WAY = (
    NotEnrolled,
    LearnerWithdrawn,
    CourseClosed,
    NotInRelease,
    LessonsRequired,
    PublishedMeanwhile,
)
_encode = msgspec.json.Encoder().encode


@post(
    "/api/progress/lessons/{lesson_id:uuid}/sections/{section_id:uuid}/complete",
    refuses=(*_IN_THE_WAY, CompletedByQuiz),
)
async def complete_section(
    request: Request, lesson_id: UUID, section_id: UUID
) -> Response[Envelope[SectionProgress]]:
    """Complete a section; asked again it answers the same."""
    said = claims(request)
    async with database(request).statement() as conn:
        done = await actions.complete_section(
            conn,
            session_id=said.session_id,
            user_id=said.user_id,
            lesson_id=lesson_id,
            section_id=section_id,
        )
    if done is None or done.is_provisional:
        done = await _settled(request, lesson_id, section_id)
    progress = actions.completed(
        done, user_id=said.user_id, lesson_id=lesson_id, section_id=section_id
    )
    return Response(_encode(Envelope(data=progress)))


async def _settled(request: Request, lesson_id: UUID, section_id: UUID) -> Completion:
    async with edge(request) as at:
        done = await actions.settle(at.conn, at.person, lesson_id, section_id)
    if isinstance(done, Problem):
        raise done
    return done


def routes(releases: CurrentReleases, shelf: Shelf) -> list[Route]:
    """Routes that complete; titles come from memory."""

    @post(
        "/api/progress/lessons/{lesson_id:uuid}/complete",
        refuses=(*_IN_THE_WAY, SectionsOpen),
    )
    async def complete_lesson(
        request: Request, lesson_id: UUID
    ) -> Response[Envelope[LessonProgress]]:
        """Complete a lesson whose sections are all completed, or that has none."""
        async with edge(request) as at:
            done = await complete(at.conn, at.person, lesson_id)
        if isinstance(done, Problem):
            raise done
        course = await own_progress(request, releases, shelf, done)
        async with database(request).statement() as conn:
            return Response(_encode(Envelope(data=await lesson_progress(conn, course, lesson_id))))

    return [complete_section, complete_lesson]
