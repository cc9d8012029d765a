"""A learner's own numbers, and the outlines that their courses are told by."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from alcuin.analytics.data.steps import CourseBegun
from alcuin.catalog import Current, Outline, Shelf
from alcuin.identity import SessionEnded
from alcuin.kit.db import Conn
from alcuin.kit.http import Request, claims, database, edge

T = TypeVar("T")
Ask = Callable[[Conn, UUID, UUID], Awaitable[T | None]]


async def asked(request: Request, ask: Ask[T]) -> T:
    """One statement sent alone, which looks at the session itself.

    Raises SessionEnded and whatever else keeps somebody out.
    """
    said = claims(request)
    async with database(request).statement() as conn:
        found = await ask(conn, said.session_id, said.user_id)
    if found is None:
        async with edge(request):  # says what is in the way
            raise SessionEnded
    return found


async def outlines_of(shelf: Shelf, courses: Sequence[CourseBegun]) -> dict[UUID, Outline]:
    """Titles of the releases that rows were counted for, mostly from memory."""
    found = {course.course_id: await shelf.outline(_release(course)) for course in courses}
    return {course_id: outline for course_id, outline in found.items() if outline}


def _release(course: CourseBegun) -> Current:
    return Current(course.course_id, course.slug, course.release, course.status, open=True)
