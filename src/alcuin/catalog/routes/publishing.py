"""Publishing, unpublishing, archiving, and the releases of a course."""

from typing import Annotated

import msgspec

from alcuin.catalog.actions import publishing as actions
from alcuin.catalog.actions import releases as reading
from alcuin.catalog.actions.reading import get_course
from alcuin.catalog.data.courses import CourseForStaff
from alcuin.catalog.data.publishing import Publication, ToPublish
from alcuin.catalog.errors import (
    CourseNotFound,
    IllegalStatus,
    NotAnEditor,
    NotAnOwner,
    NothingToPublish,
    NotStaff,
    ReleaseIsCurrent,
    ReleaseNotFound,
    ReleaseWithdrawn,
)
from alcuin.catalog.releases.shapes import Release, ReleasedCourse
from alcuin.catalog.rules.names import course_ref
from alcuin.identity import Scope
from alcuin.kit.http import (
    Envelope,
    Listing,
    Request,
    Response,
    Route,
    Strict,
    cursors,
    edge,
    get,
    post,
)
from alcuin.kit.paging import Paging

PUBLISHING = Strict("publishing", attempts=60)
"""Rendering a course takes up to a second of processor time, and its learners are rebased."""

ReleaseNumber = Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)]


def routes(image_hosts: frozenset[str]) -> list[Route]:
    """Routes of releases; images of `image_hosts` may stand in a course."""

    @post(
        "/api/courses/{course:str}/publish",
        scope=Scope.COURSES_WRITE,
        refuses=(CourseNotFound, NotAnEditor, IllegalStatus, NothingToPublish),
        answers={201: "The release, and what its rendering changed."},
        once=True,
        limit=PUBLISHING,
    )
    async def publish(
        request: Request, course: str, data: ToPublish
    ) -> Response[Envelope[Publication]]:
        """Freeze the working copy into the next release; learners read it from now on."""
        async with edge(request) as at:
            done = await actions.publish(
                at.conn, at.person, course_ref(course), note=data.note, image_hosts=image_hosts
            )
            return at.answer(done, status=201, message="Course published")

    return [publish, unpublish, archive, list_releases, read_release, withdraw_release]


@post(
    "/api/courses/{course:str}/unpublish",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnEditor, IllegalStatus),
)
async def unpublish(request: Request, course: str) -> Response[Envelope[CourseForStaff]]:
    """Close a course to everybody but its staff, everywhere within two seconds."""
    async with edge(request) as at:
        course_id = await actions.unpublish(at.conn, at.person, course_ref(course))
        return at.answer(
            await get_course(at.conn, at.person, course_id), message="Course unpublished"
        )


@post(
    "/api/courses/{course:str}/archive",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnEditor, IllegalStatus),
)
async def archive(request: Request, course: str) -> Response[Envelope[CourseForStaff]]:
    """Let the enrolled go on and nobody new come in; everywhere within two seconds."""
    async with edge(request) as at:
        course_id = await actions.archive(at.conn, at.person, course_ref(course))
        return at.answer(await get_course(at.conn, at.person, course_id), message="Course archived")


@get("/api/courses/{course:str}/releases", refuses=(CourseNotFound, NotStaff))
async def list_releases(request: Request, course: str, query: Paging) -> Response[Listing[Release]]:
    """Releases of a course, newest first, for its staff."""
    async with edge(request) as at:
        return at.page(
            await reading.list_releases(
                at.conn, at.person, course_ref(course), query, cursors(request)
            )
        )


@get(
    "/api/courses/{course:str}/releases/{number:int}",
    refuses=(CourseNotFound, NotStaff, ReleaseNotFound, ReleaseWithdrawn),
)
async def read_release(
    request: Request, course: str, number: ReleaseNumber
) -> Response[Envelope[ReleasedCourse]]:
    """One release whole, with sources and quiz keys, for the course's staff."""
    async with edge(request) as at:
        stored = await reading.read_release(at.conn, at.person, course_ref(course), number)
        return Response(b'{"success":true,"data":%b}' % stored.body, etag=stored.hash)


@post(
    "/api/courses/{course:str}/releases/{number:int}/withdraw",
    scope=Scope.COURSES_WRITE,
    refuses=(CourseNotFound, NotAnOwner, ReleaseNotFound, ReleaseIsCurrent),
)
async def withdraw_release(
    request: Request, course: str, number: ReleaseNumber
) -> Response[Envelope[Release]]:
    """Take the words of an older release back for good; the one exception to "never changes"."""
    async with edge(request) as at:
        release = await actions.withdraw_release(at.conn, at.person, course_ref(course), number)
        return at.answer(release, message="Release withdrawn")
