"""A learner's own progress, brought up to date where it is behind."""

from typing import NoReturn
from uuid import UUID

import msgspec

from alcuin.catalog import CourseNotFound, CurrentReleases, Shelf
from alcuin.enrollment import NotEnrolled
from alcuin.kit.http import Request, Who, claims, database, edge
from alcuin.progress.actions.catching_up import caught_up
from alcuin.progress.data.courses import CourseProgress, LearnerCourse
from alcuin.progress.queries.reading import find_course
from alcuin.progress.rules.counting import course_progress


async def learner_course(request: Request, course_id: UUID) -> LearnerCourse:
    """One statement where nothing is in the way.

    Raises NotEnrolled; Unauthenticated or Forbidden where the session is the reason.
    """
    said = claims(request)
    async with database(request).statement() as conn:
        row = await find_course(
            conn, session_id=said.session_id, user_id=said.user_id, course_id=course_id
        )
    if row and not row.is_stale:
        return row
    async with edge(request, Who.VERIFIED) as at:
        return await caught_up(at.conn, at.person, course_id)


async def refuse_as_not_enrolled(request: Request) -> NoReturn:
    """Refuse what is not there as what may not be known, and only those who are signed in so.

    Raises NotEnrolled; Unauthenticated or Forbidden where the session is the reason.
    """
    async with edge(request, Who.VERIFIED):
        raise NotEnrolled


async def own_progress(
    request: Request,
    releases: CurrentReleases,
    shelf: Shelf,
    ref: UUID | str,
    *,
    explain: bool = False,
) -> CourseProgress:
    """Progress with its lessons. Raises CourseNotFound, and as `learner_course`."""
    claims(request)
    current = await releases.find(ref)
    if current is None:
        await refuse_as_not_enrolled(request)
    row = await learner_course(request, current.id)
    # The row names its release, which this worker's memory may not have heard of yet.
    outline = await shelf.outline(msgspec.structs.replace(current, release=row.release))
    if outline is None:
        raise CourseNotFound
    return course_progress(claims(request).user_id, row, outline, explain=explain)
