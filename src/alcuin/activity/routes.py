"""The room over HTTP: time as it is claimed and summed up, and the streak."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec

from alcuin.activity import actions
from alcuin.activity.data.claims import NewTimeEntry, TimeEntry
from alcuin.activity.data.days import Runs, Span, Spent, Streak, TimeSummary
from alcuin.activity.queries.reading import find_runs, find_spent
from alcuin.activity.rules import counting
from alcuin.activity.rules.claiming import claim_of
from alcuin.enrollment import NotEnrolled
from alcuin.identity import SessionEnded
from alcuin.kit.db import Conn
from alcuin.kit.http import (
    Envelope,
    Request,
    Response,
    Route,
    claims,
    database,
    edge,
    get,
    post,
)
from alcuin.progress import CourseClosed, LearnerWithdrawn

T = TypeVar("T")
Ask = Callable[[Conn, UUID, UUID], Awaitable[T | None]]

_encode = msgspec.json.Encoder().encode


@post(
    "/api/progress/time",
    refuses=(NotEnrolled, LearnerWithdrawn, CourseClosed),
    answers={201: "Time was credited.", 200: "Nothing of it was new."},
)
async def record_time(request: Request, data: NewTimeEntry) -> Response[Envelope[TimeEntry]]:
    """Claim time that you spent learning; answers how much of it is credited.

    Credited are the first 4 hours of an entry, of these what lies in the last 24 hours, not in
    the future, and has not been credited before, on whatever course or device. So time never
    counts twice, and the same claim may be sent again.
    """
    claim = claim_of(data)

    async def credit(conn: Conn, session_id: UUID, user_id: UUID) -> TimeEntry | None:
        done = await actions.credit_time(conn, session_id=session_id, user_id=user_id, claim=claim)
        return actions.credited(user_id, claim, done) if done else None

    entry = await _asked(request, credit)
    return Response(_encode(Envelope(data=entry)), status=201 if entry.id else 200)


@get("/api/progress/time/summary")
async def read_time_summary(request: Request, query: Span) -> Response[Envelope[TimeSummary]]:
    """Sum up your credited time and completions by local date, course and activity.

    From `from` to `to`, at most 366 days; the last 30 days where nothing is said. With
    `courseId` of that course alone, and of each of its sections. Follows within a second or so.
    """
    first = counting.first_day(query)

    async def spent(conn: Conn, session_id: UUID, user_id: UUID) -> Spent | None:
        return await find_spent(
            conn,
            session_id=session_id,
            user_id=user_id,
            from_on=first,
            until_on=query.until_on,
            course_id=query.course_id,
        )

    summary = counting.summary(await _asked(request, spent))
    return Response(_encode(Envelope(data=summary)))


@get("/api/progress/streak")
async def read_streak(request: Request) -> Response[Envelope[Streak]]:
    """Count the consecutive days on which you completed something or spent time.

    A day is your local date at that moment, wherever you are now. Today breaks nothing before it
    is over. Follows within a second or so.
    """

    async def runs(conn: Conn, session_id: UUID, user_id: UUID) -> Runs | None:
        return await find_runs(
            conn, session_id=session_id, user_id=user_id, weeks=counting.WEEKS_SHOWN
        )

    return Response(_encode(Envelope(data=counting.streak(await _asked(request, runs)))))


async def _asked(request: Request, ask: Ask[T]) -> T:
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


def routes() -> list[Route]:
    """Every route of this room."""
    return [record_time, read_time_summary, read_streak]
