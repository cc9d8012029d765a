"""Learners who earn something, and the reader that sees it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx

from alcuin.achievements import ACHIEVEMENT_UNLOCKED
from alcuin.achievements.readers import KINDS, UNLOCK
from alcuin.kit.events import Recorded, prepare_readers
from alcuin.kit.events.readers import take
from tests.activity.days import PROJECTIONS
from tests.progress.classroom import Classroom, Course, Member

RULES = "/api/achievements/rules"
OWN = "/api/progress/achievements"
LESSONS = {
    "key": "LESSONS",
    "condition": "LESSONS_COMPLETED",
    "threshold": 2,
    "repeatsEvery": 2,
    "title": "{count} Lessons",
    "description": "Completed {count} lessons",
    "points": 5,
}
"""A rule that gives something soon, and again."""


async def events_of(room: Classroom, kinds: Sequence[str] = tuple(KINDS)) -> list[Recorded]:
    async with room.database.transaction() as conn:
        return await conn.all(
            Recorded,
            """
            select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
              time_zone, local_on, data
            from event where kind = any ($1) order by id
            """,
            list(kinds),
        )


async def reacted(room: Classroom, events: Sequence[Recorded] | None = None) -> None:
    """Let the reaction take these events, or all; those it knows it lets pass."""
    await prepare_readers(room.database, [UNLOCK])
    due = await events_of(room) if events is None else events
    async with room.database.transaction() as conn:
        await take(conn, UNLOCK, 1, due)


async def projected(room: Classroom) -> None:
    """Let the projections of days and streaks take what has happened."""
    await prepare_readers(room.database, PROJECTIONS)
    events = await events_of(room)
    async with room.database.transaction() as conn:
        for reader in PROJECTIONS:
            await reader.forget(conn, 1)
            await take(conn, reader, 1, events)


async def unlocked(room: Classroom, who: UUID | None = None) -> list[tuple[UUID, str, int]]:
    """Keys of everybody, or of one, with their points."""
    async with room.database.transaction() as conn:
        rows = await conn.raw.fetch(
            "select user_id, key, points from achievement_unlocked "
            "where user_id = $1 or $1 is null order by 1, 2",
            who,
        )
    return [tuple(row) for row in rows]


async def keys(room: Classroom, who: Member) -> list[str]:
    return [key for _, key, _ in await unlocked(room, who.id)]


async def told(room: Classroom) -> list[tuple[UUID, str, int]]:
    """What the log says was unlocked."""
    events = await events_of(room, [ACHIEVEMENT_UNLOCKED])
    found: list[Any] = [
        (e.user_id, e.data["achievement"], e.data["points"]) for e in events if e.data
    ]
    return sorted(found)


async def courses(room: Classroom, count: int) -> list[Course]:
    """Courses of one lesson with one section, `a`."""
    return [await room.course({"A": ["a"]}, title=f"Course {n}") for n in range(count)]


async def completes_all(who: Member, of: Sequence[Course]) -> None:
    for course in of:
        await who.enrolls(course)
        assert (await who.completes(course, "a")).status_code == 200


async def adds(admin: Member, rule: dict[str, Any] = LESSONS, **more: Any) -> httpx.Response:
    return await admin.asks("POST", RULES, json=rule | more)


async def edits(admin: Member, rule: str, revision: str = "*", /, **said: Any) -> httpx.Response:
    return await admin.asks("PATCH", f"{RULES}/{rule}", json=said, headers={"if-match": revision})
