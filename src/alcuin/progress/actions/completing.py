"""Completing sections and lessons.

Almost always one statement does it. What that statement could only say provisionally is
settled here: in one transaction, under the learner's lock, after a rebase.
"""

from uuid import UUID

from alcuin.enrollment import NotEnrolled
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.problems import Problem
from alcuin.progress.actions.catching_up import catch_up
from alcuin.progress.data.completing import Completion, LessonStanding, Outcome, SectionProgress
from alcuin.progress.errors import (
    CompletedByQuiz,
    CourseClosed,
    LearnerWithdrawn,
    LessonsRequired,
    NotInRelease,
    PublishedMeanwhile,
    SectionsOpen,
)
from alcuin.progress.queries import completing as queries
from alcuin.progress.queries.reading import find_course_of_lesson

TRIES = 3
"""A course that is published more often than this within one request can wait."""

_REFUSALS: dict[Outcome, type[Problem]] = {
    Outcome.WITHDRAWN: LearnerWithdrawn,
    Outcome.COURSE_CLOSED: CourseClosed,
    Outcome.BY_QUIZ: CompletedByQuiz,
}


async def complete_section(
    conn: Conn, *, session_id: UUID, user_id: UUID, lesson_id: UUID, section_id: UUID
) -> Completion | None:
    """Send the one statement. None: signed out, unverified, unknown lesson or not enrolled."""
    done = await queries.complete_section(
        conn,
        session_id=session_id,
        user_id=user_id,
        lesson_id=lesson_id,
        section_id=section_id,
    )
    if done and done.outcome is Outcome.COMPLETED:
        conn.after_commit(conn.announce)
    return done


async def settle(
    conn: Conn, person: Person, lesson_id: UUID, section_id: UUID
) -> Completion | Problem:
    """Complete under the lock. A refusal is answered, not raised: the rebase is to be kept.

    Raises NotEnrolled, PublishedMeanwhile.
    """
    course_id = await _course_of(conn, lesson_id)
    for _ in range(TRIES):
        await catch_up(conn, person.user_id, course_id)
        done = await complete_section(
            conn,
            session_id=person.session_id,
            user_id=person.user_id,
            lesson_id=lesson_id,
            section_id=section_id,
        )
        if done is None:
            raise NotEnrolled
        if done.outcome is Outcome.REQUIRES:
            standing = await queries.find_lesson_standing(
                conn, person.user_id, course_id, lesson_id
            )
            return await _lessons_required(conn, standing) if standing else NotEnrolled()
        if done.outcome is Outcome.NOT_IN_RELEASE:
            return await _not_in_release(conn, lesson_id, section_id)
        if done.outcome is not Outcome.STALE:
            return done
    raise PublishedMeanwhile


def completed(
    done: Completion, *, user_id: UUID, lesson_id: UUID, section_id: UUID
) -> SectionProgress:
    """What to answer. Raises LearnerWithdrawn, CourseClosed, CompletedByQuiz."""
    refusal = _REFUSALS.get(done.outcome)
    if refusal or done.completed_at is None or done.lesson_percentage is None:
        raise refusal() if refusal else PublishedMeanwhile()
    return SectionProgress(
        user_id=user_id,
        course_id=done.course_id,
        lesson_id=lesson_id,
        section_id=section_id,
        release=done.release,
        completed_at=done.completed_at,
        lesson_percentage=done.lesson_percentage,
        lesson_completed=done.lesson_completed is True,
        course_percentage=done.course_percentage,
        course_completed=done.course_completed,
    )


async def complete_lesson(conn: Conn, person: Person, lesson_id: UUID) -> UUID | Problem:
    """Complete a lesson all of whose sections are; answers its course, or a refusal.

    A lesson without sections is completed by this. Raises NotEnrolled, PublishedMeanwhile.
    """
    course_id = await _course_of(conn, lesson_id)
    for _ in range(TRIES):
        await catch_up(conn, person.user_id, course_id)
        standing = await queries.find_lesson_standing(conn, person.user_id, course_id, lesson_id)
        if standing is None:
            raise NotEnrolled
        if standing.is_stale:
            continue
        refusal = await _lesson_refused(conn, standing)
        if refusal:
            return refusal
        if await queries.complete_empty_lesson(conn, person.user_id, lesson_id):
            conn.after_commit(conn.announce)
        return course_id
    raise PublishedMeanwhile


async def _course_of(conn: Conn, lesson_id: UUID) -> UUID:
    course_id = await find_course_of_lesson(conn, lesson_id)
    if course_id is None:
        raise NotEnrolled
    return course_id


async def _lesson_refused(conn: Conn, standing: LessonStanding) -> Problem | None:
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
        return await _lessons_required(conn, standing)
    return None


async def _lessons_required(conn: Conn, standing: LessonStanding) -> LessonsRequired:
    found = await queries.list_names(
        conn, standing.course_id, standing.release, standing.missing_lessons, sections=False
    )
    return LessonsRequired(lessons=found)


async def _not_in_release(conn: Conn, lesson_id: UUID, section_id: UUID) -> Problem:
    place = await queries.find_place(conn, lesson_id, section_id)
    if not place.was_here:
        return NotEnrolled()
    return NotInRelease(now_in=place.lesson_id) if place.lesson_id else NotInRelease()
