"""Refusals that name what stands in the way."""

from uuid import UUID

from alcuin.enrollment import NotEnrolled
from alcuin.kit.db import Conn
from alcuin.kit.problems import Problem
from alcuin.progress.data.completing import LessonStanding
from alcuin.progress.errors import LessonsRequired, NotInRelease
from alcuin.progress.queries import standing as queries
from alcuin.progress.queries.reading import find_course_of_lesson

TRIES = 3
"""A course that is published more often than this within one request can wait."""


async def course_of_lesson(conn: Conn, lesson_id: UUID) -> UUID:
    """Raises NotEnrolled for lessons that were never released."""
    course_id = await find_course_of_lesson(conn, lesson_id)
    if course_id is None:
        raise NotEnrolled
    return course_id


async def lessons_required(conn: Conn, standing: LessonStanding) -> LessonsRequired:
    """With the titles of the lessons to complete first."""
    found = await queries.list_names(
        conn, standing.course_id, standing.release, standing.missing_lessons, sections=False
    )
    return LessonsRequired(lessons=found)


async def not_in_release(conn: Conn, lesson_id: UUID, section_id: UUID) -> Problem:
    """With the lesson that the section has moved to; nothing is said of what never was here."""
    place = await queries.find_place(conn, lesson_id, section_id)
    if not place.was_here:
        return NotEnrolled()
    return NotInRelease(now_in=place.lesson_id) if place.lesson_id else NotInRelease()
