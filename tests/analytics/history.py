"""Letting the projection of courses take the log, and looking at all it holds."""

from random import Random
from typing import Any

from alcuin.analytics.readers import COURSE_NUMBERS, KINDS
from alcuin.kit.db import Conn
from alcuin.kit.events import Recorded, prepare_readers
from alcuin.kit.events.readers import take
from tests.progress.classroom import Classroom

TABLES = (
    "course_learner",
    "lesson_learner",
    "course_count",
    "course_day",
    "course_week",
    "course_cohort",
    "course_cohort_week",
    "course_lesson",
    "course_place",
    "site_learner",
    "site_day",
    "site_week",
)


async def told(conn: Conn) -> list[Recorded]:
    """The log, as far as this projection reads it."""
    return await conn.all(
        Recorded,
        """
        select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
          time_zone, local_on, data
        from event where kind = any ($1) order by id
        """,
        list(KINDS),
    )


async def digest(room: Classroom, rng: Random) -> list[Recorded]:
    """Let the reader take the log in batches of any size, inside a test's own transaction."""
    await prepare_readers(room.database, [COURSE_NUMBERS])
    async with room.database.transaction() as conn:
        events = await told(conn)
        await COURSE_NUMBERS.forget(conn, 1)
        left = events
        while left:
            size = rng.choice([1, 2, 7, 500])
            await take(conn, COURSE_NUMBERS, 1, left[:size])
            left = left[size:]
    return events


async def contents(room: Classroom) -> dict[str, list[Any]]:
    """All that the projection holds, whatever its generation."""
    return {
        table: await room.value(
            f"select coalesce(array_agg(r order by r), '{{}}') from (select "  # noqa: S608  names above
            f"(to_jsonb(t) - 'generation')::text as r from {table} t) q"
        )
        for table in TABLES
    }
