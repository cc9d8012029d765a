"""Learners who spend time, at moments that a test sets, and readers that are up to date."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx

from alcuin import activity
from alcuin.kit.db import Database
from alcuin.kit.events import Projection, Recorded, prepare_readers, rebuild
from alcuin.kit.events.following import Step, advance
from alcuin.kit.events.readers import take
from tests.progress.classroom import Classroom, Course, Member

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday."""

PROJECTIONS = [reader for reader in activity.readers() if isinstance(reader, Projection)]
KINDS = sorted({kind for reader in PROJECTIONS for kind in reader.kinds})


async def at(room: Classroom, moment: datetime, who: Member | None = None, zone: str = "") -> None:
    """Let it be `moment`, and `who` be in `zone`."""
    await room.value("select set_config('alcuin.now', $1, false)", moment.isoformat())
    if who:
        await room.value("update app_user set time_zone = $2 where id = $1", who.id, zone)


def part_of(course: Course, section: str) -> dict[str, str]:
    """A section as a claim names it."""
    return {
        "courseId": str(course.id),
        "lessonId": str(course.lessons[course.lesson_of[section]]),
        "sectionId": str(course.sections[section]),
    }


async def claims(
    who: Member, start: datetime, seconds: float, activity: str = "reading", **more: Any
) -> httpx.Response:
    """Claim time from `start`; `more` are other fields of the body."""
    body = {
        "startTime": start.isoformat(),
        "endTime": (start + timedelta(seconds=seconds)).isoformat(),
        "activity": activity,
    }
    return await who.asks("POST", "/api/progress/time", json=body | more)


async def credited(who: Member, start: datetime, seconds: float, **more: Any) -> int:
    """How much of a claim is credited."""
    answer = await claims(who, start, seconds, **more)
    assert answer.status_code in (200, 201), answer.text
    entry = answer.json()["data"]
    assert (answer.status_code == 201) == (entry["creditedSeconds"] > 0) == bool(entry["id"])
    return int(entry["creditedSeconds"])


async def digest(room: Classroom, who: Member, rng: Random | None = None) -> None:
    """Let the readers take all that the log says of somebody, inside a test's own transaction.

    With `rng` in any order: across courses there is none.
    """
    await prepare_readers(room.database, PROJECTIONS)
    async with room.database.transaction() as conn:
        events = await conn.all(
            Recorded,
            """
            select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
              time_zone, local_on, data
            from event where kind = any ($1) and user_id = $2 order by id
            """,
            KINDS,
            who.id,
        )
        if rng:
            rng.shuffle(events)
        for reader in PROJECTIONS:
            await reader.forget(conn, 1)
            for start in range(0, len(events), 7):
                await take(conn, reader, 1, events[start : start + 7])


async def follow(database: Database) -> None:
    """Let the readers take what is committed."""
    await prepare_readers(database, PROJECTIONS)
    for reader in PROJECTIONS:
        while await advance(database, reader, limit=7) is Step.MORE:
            pass


async def contents(room: Classroom) -> dict[str, list[Any]]:
    """All that the projections hold, whatever their generation."""
    return {
        table: await room.value(
            f"select coalesce(array_agg(r order by r), '{{}}') from (select "  # noqa: S608  names above
            f"(to_jsonb(t) - 'generation')::text as r from {table} t) q"
        )
        for table in ("activity_day", "time_total", "section_time", "streak")
    }


async def rebuild_all(database: Database) -> None:
    for reader in PROJECTIONS:
        await rebuild(database, reader)
