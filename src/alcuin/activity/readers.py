"""The projections of the room."""

from collections.abc import Sequence

from msgspec import convert

from alcuin.activity.data.days import Done
from alcuin.activity.events import TIME_CREDITED, TimeCredited
from alcuin.activity.queries.days import add_days, forget_days
from alcuin.activity.queries.streaks import add_dates, forget_dates
from alcuin.kit.db import Conn
from alcuin.kit.events import Projection, Recorded
from alcuin.progress import COURSE_COMPLETED, LESSON_COMPLETED, SECTION_COMPLETED, is_by_release

KINDS = {TIME_CREDITED: 1, SECTION_COMPLETED: 1, LESSON_COMPLETED: 1, COURSE_COMPLETED: 1}


def done_by(events: Sequence[Recorded]) -> list[Done]:
    """What learners did. What a new release completed for them nobody did."""
    return [_done(event) for event in events if not is_by_release(event)]


def _done(event: Recorded) -> Done:
    if event.user_id is None or event.local_on is None:
        raise TypeError(f"event {event.id} is of nobody, or of no day")
    time = convert(event.data, TimeCredited) if event.kind == TIME_CREDITED else None
    return Done(
        event.user_id,
        event.local_on,
        event.course_id,
        event.section_id,
        time.activity if time else None,
        time.seconds if time else 0,
    )


async def _apply_days(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
    await add_days(conn, generation, done_by(events))


async def _apply_dates(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
    dates = {(done.user_id, done.local_on) for done in done_by(events)}
    await add_dates(conn, generation, list(dates))


DAYS = Projection("activity.days", KINDS, _apply_days, forget_days)
"""Time and completions by local date, course and activity; time by section and in all."""

STREAKS = Projection("activity.streaks", KINDS, _apply_dates, forget_dates)
"""Runs of active dates."""
