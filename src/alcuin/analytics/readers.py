"""The projection that counts the learners of each course, and of all."""

from collections.abc import Sequence

from msgspec import convert

from alcuin.activity import TIME_CREDITED, TimeCredited
from alcuin.analytics.data.courses_told import Told
from alcuin.analytics.queries.courses import READER, add_learners
from alcuin.analytics.queries.courses_forgetting import forget_courses, forget_learners
from alcuin.analytics.queries.courses_lessons import add_lessons, forget_lessons
from alcuin.analytics.queries.courses_people import add_people, forget_people
from alcuin.catalog import COURSE_DELETED
from alcuin.enrollment import ENROLLED, WITHDRAWN
from alcuin.kit.db import Conn
from alcuin.kit.events import Projection, Recorded
from alcuin.progress import COURSE_COMPLETED, LESSON_COMPLETED, SECTION_COMPLETED, is_by_release

KINDS = {
    ENROLLED: 1,
    WITHDRAWN: 1,
    SECTION_COMPLETED: 1,
    LESSON_COMPLETED: 1,
    COURSE_COMPLETED: 1,
    TIME_CREDITED: 1,
    COURSE_DELETED: 1,
}
NO_ACTS = (ENROLLED, WITHDRAWN)


async def _apply(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
    told = [each for event in events if (each := _told(event))]
    if told:
        await add_learners(conn, generation, told)
        await add_lessons(conn, generation, told)
        await add_people(conn, generation, told)
    # Nothing is told of a course after it.
    gone = [event.course_id for event in events if event.kind == COURSE_DELETED and event.course_id]
    if gone:
        await forget_courses(conn, generation, gone)


async def _forget(conn: Conn, generation: int) -> None:
    await forget_learners(conn, generation)
    await forget_lessons(conn, generation)
    await forget_people(conn, generation)


def _told(event: Recorded) -> Told | None:
    """What an event says of a learner in a course; None: nothing, as time on no course."""
    if event.user_id is None or event.course_id is None:
        return None
    is_time = event.kind == TIME_CREDITED
    return Told(
        event.kind,
        event.user_id,
        event.course_id,
        event.lesson_id,
        event.local_on,
        event.at,
        event.time_zone or "UTC",
        convert(event.data, TimeCredited).seconds if is_time else 0,
        event.kind not in NO_ACTS and not is_by_release(event),
    )


COURSE_NUMBERS = Projection(READER, KINDS, _apply, _forget)
"""Learners, days, weeks, cohorts, lessons and time; docs/reference/analytics.md defines each."""
