"""What learners do and ask: time they spent, and the days it made."""

from uuid import UUID

from alcuin.activity.data.claims import Claim, Credit, TimeEntry, Verdict
from alcuin.activity.data.days import LearningDays
from alcuin.activity.queries import crediting, reading
from alcuin.enrollment import NotEnrolled
from alcuin.kit.db import Conn
from alcuin.kit.problems import Problem
from alcuin.progress import CourseClosed, LearnerWithdrawn

_REFUSALS: dict[Verdict, type[Problem]] = {
    Verdict.NOT_ENROLLED: NotEnrolled,
    Verdict.WITHDRAWN: LearnerWithdrawn,
    Verdict.COURSE_CLOSED: CourseClosed,
}
NOTHING = LearningDays(streak_days=0, longest_days=0, last_active_on=None, total_seconds=0)


async def credit_time(
    conn: Conn, *, session_id: UUID, user_id: UUID, claim: Claim
) -> Credit | None:
    """Credit what is new of a claim; the same claim again brings nothing and does no harm.

    None: signed out, suspended or not verified. Raises NotEnrolled, LearnerWithdrawn,
    CourseClosed.
    """
    credit = await crediting.credit_time(conn, session_id=session_id, user_id=user_id, claim=claim)
    if credit is None:
        return None
    if credit.verdict is not Verdict.TAKEN:
        raise _REFUSALS[credit.verdict]
    if credit.id:
        conn.after_commit(conn.announce)
    return credit


def credited(user_id: UUID, claim: Claim, credit: Credit) -> TimeEntry:
    """What to answer."""
    return TimeEntry(
        id=credit.id,
        user_id=user_id,
        course_id=claim.course_id,
        lesson_id=claim.lesson_id,
        section_id=claim.section_id,
        activity=claim.activity,
        start_time=claim.started_at,
        end_time=claim.ended_at,
        duration=claim.seconds,
        credited_seconds=credit.credited_seconds,
    )


async def find_days(conn: Conn, user_id: UUID) -> LearningDays:
    """What a learner's days come to, as of a moment ago; zeros for who did nothing yet."""
    return await reading.find_days(conn, user_id) or NOTHING
