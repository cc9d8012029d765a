"""A course and its lessons: what is published, from memory, or the working copy for its staff."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

import msgspec

from alcuin.catalog import (
    CourseForStaff,
    CourseInFull,
    CourseNotFound,
    CurrentReleases,
    LessonForStaff,
    ReleasedCourse,
    ReleasedLesson,
    Shelf,
    course_ref,
    find_course,
    list_lessons,
)
from alcuin.kit.db import Conn
from alcuin.kit.http import Envelope, Request, Response, Route, Who, edge, get, prepared
from alcuin.progress.data.content import Content, OfRelease, Relation, ToShow
from alcuin.progress.errors import ForTheEnrolled
from alcuin.progress.queries import relations
from alcuin.progress.routes.learners import learner_course
from alcuin.progress.routes.looking import (
    PRIVATE,
    Look,
    count_unless_remembered,
    look,
    released,
)
from alcuin.progress.routes.studying import studied
from alcuin.progress.rules import cutting
from alcuin.progress.rules.counting import counts

AnyCourse: TypeAlias = ReleasedCourse | CourseForStaff | CourseInFull

_encode = msgspec.json.Encoder().encode


def routes(releases: CurrentReleases, shelf: Shelf) -> list[Route]:
    """Routes of courses, read from these memories."""
    return [_course(releases, shelf), _lessons(releases, shelf)]


def _before(
    releases: CurrentReleases, shelf: Shelf
) -> Callable[[Request, UUID | str], Awaitable[Look]]:
    """How somebody comes before a course."""

    async def before(request: Request, ref: UUID | str) -> Look:
        await count_unless_remembered(request, releases, shelf, ref)

        async def relate(conn: Conn, session_id: UUID, user_id: UUID) -> Relation | None:
            return await relations.to_course(conn, session_id, user_id, ref)

        return await look(request, relate, lambda: releases.find(ref))

    return before


def _course(releases: CurrentReleases, shelf: Shelf) -> Route:
    before_course = _before(releases, shelf)

    @get(
        "/api/courses/{course:str}",
        who=Who.PUBLIC,
        from_memory=True,
        refuses=(CourseNotFound, ForTheEnrolled),
    )
    async def read_course(
        request: Request, course: str, query: ToShow
    ) -> Response[Envelope[AnyCourse]]:
        """Show a course: its outline to everybody, all of it with `include=content`.

        `includeProgress=true` adds `progress`, your own counters, or null where you have none.
        The staff sees the working copy, with the ETag that edits ask for, unless
        `release=current`. An unpublished course is there for its staff alone.
        """
        ref = course_ref(course)
        if query.include and not query.include_progress:
            kept = await studied(request, releases, shelf, ref)
            if kept:
                return prepared(request, kept.body, kept.gzip, kept.etag, PRIVATE)
        looked = await before_course(request, ref)
        if looked.is_of_working_copy(query.release):
            answer = await _working_copy(request, ref, content=query.include is not None)
        else:
            _, kept = await released(looked, shelf, content=query.include is not None)
            answer = prepared(request, kept.body, kept.gzip, kept.etag, looked.cache_control)
        if query.include_progress:
            return await _with_progress(request, looked.relation, answer)
        return answer

    return read_course


def _lessons(releases: CurrentReleases, shelf: Shelf) -> Route:
    before_course = _before(releases, shelf)

    @get(
        "/api/courses/{course:str}/lessons",
        who=Who.PUBLIC,
        from_memory=True,
        refuses=(CourseNotFound, ForTheEnrolled),
    )
    async def list_course_lessons(
        request: Request, course: str, include: Content = None, release: OfRelease = None
    ) -> Response[Envelope[list[ReleasedLesson] | list[LessonForStaff]]]:
        """List the lessons of a course in their order, as `GET /api/courses/:id` shows them."""
        looked = await before_course(request, course_ref(course))
        if looked.is_of_working_copy(release) and looked.relation and looked.relation.id:
            async with edge(request) as at:
                return at.answer(await list_lessons(at.conn, at.person, looked.relation.id))
        _, kept = await released(looked, shelf, content=include is not None)
        body = b'{"success":true,"data":[%b]}' % b",".join(cutting.lessons(kept.body))
        return Response(body, etag=f"{kept.etag}-l", cache_control=looked.cache_control)

    return list_course_lessons


async def _working_copy(
    request: Request, ref: UUID | str, *, content: bool
) -> Response[Envelope[AnyCourse]]:
    async with edge(request) as at:
        course = await find_course(at.conn, at.person, ref)
        if course is None:
            raise CourseNotFound
        if content:  # lessons of the same copy, in full
            lessons = await list_lessons(at.conn, at.person, course.id)
            whole = msgspec.structs.asdict(course) | {"lessons": lessons}
            return at.answer(CourseInFull(**whole), etag=str(course.revision))
        return at.answer(course, etag=str(course.revision))


async def _with_progress(
    request: Request,
    relation: Relation | None,
    answer: Response[Envelope[AnyCourse]],
) -> Response[Envelope[AnyCourse]]:
    """The same course with a last field: whose answer it is now keeps it from any cache."""
    own = None
    if relation and relation.id and relation.verified and relation.enrolled is not None:
        own = counts(await learner_course(request, relation.id))
    return Response(b'%b,"progress":%b}}' % (answer.body[:-2], _encode(own)))
