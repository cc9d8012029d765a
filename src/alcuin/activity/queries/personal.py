"""When and how long one person learned, as they take it along; the newest first."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


class KeptEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Time as a client claimed it and as it was credited."""

    id: UUID
    activity: str
    started_at: datetime
    ended_at: datetime
    claimed_seconds: int
    credited_seconds: int
    course_id: UUID | None
    lesson_id: UUID | None
    section_id: UUID | None


class KeptDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A local date, by course and activity. `activity` is null for completions."""

    on: date
    course_id: UUID | None
    activity: str | None
    seconds: int
    completions: int


async def list_entries(conn: Conn, user_id: UUID, most: int) -> list[KeptEntry]:
    return await conn.all(
        KeptEntry,
        """
        select id, activity, started_at, ended_at, claimed_seconds, credited_seconds, course_id,
          lesson_id, section_id
        from time_entry where user_id = $1 order by id desc limit $2
        """,
        user_id,
        most,
    )


async def list_days(conn: Conn, user_id: UUID, most: int) -> list[KeptDay]:
    """By the projection that is shown now."""
    return await conn.all(
        KeptDay,
        """
        select d.local_on as on, d.course_id, d.activity, d.seconds, d.completions
        from activity_day d
        join reader r on r.name = 'activity.days' and r.current and r.generation = d.generation
        where d.user_id = $1
        order by d.local_on desc, d.course_id, d.activity limit $2
        """,
        user_id,
        most,
    )


async def delete_claims(conn: Conn, user_id: UUID) -> None:
    """What was claimed, and the last day as it was credited; the log tells the rest by id."""
    await conn.run("delete from time_entry where user_id = $1", user_id)
    await conn.run("delete from credited_time where user_id = $1", user_id)
