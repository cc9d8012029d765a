"""Completing sections.

Almost always one statement does it. What that statement could only say provisionally is
settled here: in one transaction, under the learner's lock, after a rebase.
"""

from uuid import UUID

from alcuin.enrollment import NotEnrolled
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.problems import Problem
from alcuin.progress.actions.catching_up import catch_up
from alcuin.progress.actions.standing import (
    TRIES,
    course_of_lesson,
    lessons_required,
    not_in_release,
)
from alcuin.progress.data.completing import Completion, Outcome, SectionProgress
from alcuin.progress.errors import (
    CompletedByQuiz,
    CourseClosed,
    LearnerWithdrawn,
    PublishedMeanwhile,
)
from alcuin.progress.queries import completing as queries
from alcuin.progress.queries.standing import get_lesson_standing

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
    course_id = await course_of_lesson(conn, lesson_id)
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
            standing = await get_lesson_standing(conn, person.user_id, course_id, lesson_id)
            return await lessons_required(conn, standing)
        if done.outcome is Outcome.NOT_IN_RELEASE:
            return await not_in_release(conn, lesson_id, section_id)
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
