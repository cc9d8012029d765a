"""Whom and what the requests are about, drawn from the loaded database in a fixed order."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec


class Study(msgspec.Struct, frozen=True):
    """A learner in a course, signed in."""

    user_id: UUID
    session_id: UUID
    course_id: UUID


class Unfinished(msgspec.Struct, frozen=True):
    """A section that its learner has yet to complete."""

    study: Study
    lesson_id: UUID
    section_id: UUID


class Sample(msgspec.Struct, frozen=True):
    """`studies` holds a course as often as learners chose it; `shelves` are filters of the list."""

    studies: list[Study]
    unfinished: list[Unfinished]
    shelves: list[tuple[str, str]]
    words: list[str]


STUDIES = """
select e.user_id, s.id as session_id, e.course_id
from enrollment e join session s on s.user_id = e.user_id
where e.withdrawn_at is null
order by hashtextextended(e.user_id::text || e.course_id, 1) limit $1
"""
UNFINISHED = """
select p.user_id, s.id as session_id, p.course_id, r.lesson_id, r.section_id
from course_progress p
join session s on s.user_id = p.user_id
join release_section r on r.course_id = p.course_id and r.release = p.release
where p.active and not exists (
  select from section_progress d
  where d.user_id = p.user_id and d.course_id = p.course_id and d.section_id = r.section_id)
order by hashtextextended(p.user_id::text || r.section_id, 2) limit $1
"""
SHELVES = "select distinct category, difficulty from listing order by 1, 2"
WORDS = "select distinct unnest(tags) as word from listing order by 1"


async def drawn(url: str, *, studies: int, unfinished: int) -> Sample:
    """Read the sample; the same dataset gives the same one."""
    conn: Any = await asyncpg.connect(url)  # asyncpg ships no types
    try:
        return Sample(
            studies=[Study(**row) for row in await conn.fetch(STUDIES, studies)],
            unfinished=[
                Unfinished(
                    study=Study(row["user_id"], row["session_id"], row["course_id"]),
                    lesson_id=row["lesson_id"],
                    section_id=row["section_id"],
                )
                for row in await conn.fetch(UNFINISHED, unfinished)
            ],
            shelves=[(row["category"], row["difficulty"]) for row in await conn.fetch(SHELVES)],
            words=[row["word"] for row in await conn.fetch(WORDS)],
        )
    finally:
        await conn.close()
