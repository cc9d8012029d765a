"""One lesson, one section: cut out of the release, or the working copy for the staff."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from alcuin.catalog import (
    Audience,
    Current,
    CurrentReleases,
    LessonForStaff,
    LessonNotFound,
    SectionForStaff,
    SectionNotFound,
    Shelf,
    get_lesson,
    get_section,
)
from alcuin.kit.db import Conn
from alcuin.kit.http import Envelope, Request, Response, Route, Who, database, edge, get
from alcuin.progress.data.content import LessonToStudy, OfRelease, Relation, SectionToStudy
from alcuin.progress.errors import ForTheEnrolled
from alcuin.progress.queries import reading, relations
from alcuin.progress.routes.looking import Look, look, released
from alcuin.progress.rules import cutting
from alcuin.progress.rules.reading import reader_of_content


def routes(releases: CurrentReleases, shelf: Shelf) -> list[Route]:
    """Routes of lessons and sections, read from these memories."""
    return [_lesson(releases, shelf), _section(releases, shelf)]


def _before(
    releases: CurrentReleases,
    relation_to: Callable[[Conn, UUID, UUID, UUID], Awaitable[Relation | None]],
    course_of: Callable[[Conn, UUID], Awaitable[UUID | None]],
) -> Callable[[Request, UUID], Awaitable[Look]]:
    """How somebody comes before the course of a lesson or section."""

    async def before(request: Request, part_id: UUID) -> Look:
        async def relate(conn: Conn, session_id: UUID, user_id: UUID) -> Relation | None:
            return await relation_to(conn, session_id, user_id, part_id)

        async def find() -> Current | None:
            async with database(request).statement() as conn:
                course_id = await course_of(conn, part_id)
            return await releases.find(course_id) if course_id else None

        return await look(request, relate, find)

    return before


def _lesson(releases: CurrentReleases, shelf: Shelf) -> Route:
    before_lesson = _before(releases, relations.to_course_of_lesson, reading.find_course_of_lesson)

    @get("/api/lessons/{lesson_id:uuid}", who=Who.PUBLIC, refuses=(LessonNotFound,))
    async def read_lesson(
        request: Request, lesson_id: UUID, release: OfRelease = None
    ) -> Response[Envelope[LessonToStudy | LessonForStaff]]:
        """Show a lesson: with its content to the enrolled, else its outline and previews.

        The staff sees the working copy, with the ETag that edits ask for, unless
        `release=current`.
        """
        looked = await before_lesson(request, lesson_id)
        if looked.is_of_working_copy(release):
            async with edge(request) as at:
                lesson = await get_lesson(at.conn, at.person, lesson_id)
                return at.answer(lesson, etag=str(lesson.revision))
        content = looked.audience is not Audience.PUBLIC
        current, kept = await released(looked, shelf, content=content, unknown=LessonNotFound)
        found = cutting.lesson(kept.body, lesson_id)
        if found is None:
            raise LessonNotFound
        head = b'"courseId":"%b","release":%d' % (str(current.id).encode(), current.release)
        return _cut(looked, f"{kept.etag}-{lesson_id.hex}", head, found)

    return read_lesson


def _section(releases: CurrentReleases, shelf: Shelf) -> Route:
    before_section = _before(
        releases, relations.to_course_of_section, reading.find_course_of_section
    )

    @get(
        "/api/sections/{section_id:uuid}",
        who=Who.PUBLIC,
        refuses=(SectionNotFound, ForTheEnrolled),
    )
    async def read_section(
        request: Request, section_id: UUID, release: OfRelease = None
    ) -> Response[Envelope[SectionToStudy | SectionForStaff]]:
        """Show a section: previews to everybody, others to the enrolled and the staff.

        The staff sees the working copy, with the ETag that edits ask for, unless
        `release=current`.
        """
        looked = await before_section(request, section_id)
        if looked.is_of_working_copy(release):
            async with edge(request) as at:
                section = await get_section(at.conn, at.person, section_id)
                return at.answer(section, etag=str(section.revision))
        content = looked.audience is not Audience.PUBLIC
        current, kept = await released(looked, shelf, content=content, unknown=SectionNotFound)
        found = cutting.section(kept.body, section_id)
        if found is None:
            raise SectionNotFound
        lesson_id, cut = found
        if not content and not cutting.is_preview(cut):
            reader_of_content(looked.relation)  # says why not
        head = b'"courseId":"%b","lessonId":"%b","release":%d' % (
            str(current.id).encode(),
            str(lesson_id).encode(),
            current.release,
        )
        return _cut(looked, f"{kept.etag}-{section_id.hex}", head, cut)

    return read_section


def _cut(looked: Look, etag: str, head: bytes, thing: bytes) -> Response[Any]:  # Any: either shape
    """An answer of released bytes, with where they stand."""
    body = b'{"success":true,"data":{%b,%b}' % (head, thing[1:])
    return Response(body, etag=etag, cache_control=looked.cache_control)
