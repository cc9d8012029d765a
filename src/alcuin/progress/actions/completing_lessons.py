"""Completing lessons: those without sections by saying so, the others by their sections."""

from uuid import UUID

from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.problems import Problem
from alcuin.progress.actions.catching_up import catch_up
from alcuin.progress.actions.standing import TRIES, course_of_lesson, lessons_required
from alcuin.progress.data.completing import LessonStanding
from alcuin.progress.errors import (
    CourseClosed,
    LearnerWithdrawn,
    NotInRelease,
    PublishedMeanwhile,
    SectionsOpen,
)
from alcuin.progress.queries import standing as queries
from alcuin.progress.queries.completing import complete_empty_lesson


async def complete_lesson(conn: Conn, person: Person, lesson_id: UUID) -> UUID | Problem:
    """Complete a lesson all of whose sections are; answers its course, or a refusal.

    A lesson without sections is completed by this. Raises NotEnrolled, PublishedMeanwhile.
    """
    course_id = await course_of_lesson(conn, lesson_id)
    for _ in range(TRIES):
        await catch_up(conn, person.user_id, course_id)
        standing = await queries.get_lesson_standing(conn, person.user_id, course_id, lesson_id)
        if standing.is_stale:
            continue
        refusal = await _refused(conn, standing)
        if refusal:
            return refusal
        if await complete_empty_lesson(conn, person.user_id, lesson_id):
            conn.after_commit(conn.announce)
        return course_id
    raise PublishedMeanwhile


async def _refused(conn: Conn, standing: LessonStanding) -> Problem | None:
    if not standing.active:
        return LearnerWithdrawn()
    if not standing.is_open:
        return CourseClosed()
    if standing.sections is None:
        return NotInRelease()
    if standing.open_sections:
        found = await queries.list_names(
            conn, standing.course_id, standing.release, standing.open_sections, sections=True
        )
        return SectionsOpen(sections=found)
    if standing.missing_lessons and standing.completed_at is None:
        return await lessons_required(conn, standing)
    return None
