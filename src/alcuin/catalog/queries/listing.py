"""The public list: one row a published course, each answer already JSON text.

The list's statements differ only in their filters and order. They are put together here
once, from constants, so that PostgreSQL plans each against the index made for it; a
single statement with `$1 is null or ...` would be planned anew for every request.
"""

from datetime import datetime
from itertools import combinations, product
from typing import Literal
from uuid import UUID

import msgspec

from alcuin.catalog.releases.shapes import Card
from alcuin.kit.db import Conn

Sort = Literal["newest", "title"]

BOUND = 100
"""Courses of a tag, or matches of a search, that are counted; beyond, it is a lower bound."""


class Filters(msgspec.Struct, frozen=True):
    """What a list is narrowed to; None is no filter."""

    category: str | None = None
    difficulty: str | None = None
    tag: str | None = None


class Cards(msgspec.Struct, frozen=True):
    """A page of cards as JSON texts joined by commas, and where the page ends."""

    cards: str
    shown: int
    total: int
    last_published_at: datetime | None
    last_title: str | None
    last_id: UUID | None


_FILTERS = {
    "category": "category = {}",
    "difficulty": "difficulty = {}",
    "tag": "tags @> array[lower({})]",
}
_ORDERS = {"newest": "published_at desc, course_id desc", "title": "title, course_id"}
_AFTER = {
    "newest": "(published_at, course_id) < ({}, {})",
    "title": "(title, course_id) > ({}, {})",
}


def _page_statement(sort: str, named: tuple[str, ...], *, after: bool) -> str:
    at = {name: f"${place}::text" for place, name in enumerate(named, 3)}
    where = [_FILTERS[name].format(at[name]) for name in named]
    if after:
        kind = "timestamptz" if sort == "newest" else "text"
        where.append(_AFTER[sort].format(f"${len(named) + 3}::{kind}", f"${len(named) + 4}::uuid"))
    order = _ORDERS[sort]
    return f"""
        with page as (
          select card, published_at, title, course_id, row_number() over (order by {order}) as n
          from listing where {" and ".join(where) or "true"}
          order by {order} limit $1 offset $2
        ), last as (select published_at, title, course_id from page order by n desc limit 1)
        select coalesce(string_agg(card, ',' order by n), '') as cards, count(*)::int as shown,
          {_total(named, at)} as total,
          (select published_at from last) as last_published_at,
          (select title from last) as last_title, (select course_id from last) as last_id
        from page
        """  # noqa: S608  constants only


def _total(named: tuple[str, ...], at: dict[str, str]) -> str:
    """Counters answer for category and difficulty; a tag is counted as far as the bound."""
    if "tag" not in named:
        return f"""coalesce((select courses from listing_count
            where category = {at.get("category", "''")}
              and difficulty = {at.get("difficulty", "''")}), 0)"""  # noqa: S608  as above
    where = " and ".join(_FILTERS[name].format(at[name]) for name in named)
    return f"(select count(*) from (select from listing where {where} limit {BOUND + 1}) x)::int"  # noqa: S608  as above


NAMES = tuple(_FILTERS)
PAGES = {
    (sort, named, after): _page_statement(sort, named, after=after)
    for sort, after in product(_ORDERS, (False, True))
    for size in range(len(NAMES) + 1)
    for named in combinations(NAMES, size)
}


class After(msgspec.Struct, frozen=True):
    """The row that the page before ended with."""

    published_at: datetime
    title: str
    course_id: UUID


async def page_of_cards(
    conn: Conn, filters: Filters, sort: Sort, *, limit: int, offset: int, after: After | None
) -> Cards:
    named = tuple(name for name in NAMES if getattr(filters, name) is not None)
    args: list[object] = [limit, offset, *(getattr(filters, name) for name in named)]
    if after:
        args += [after.published_at if sort == "newest" else after.title, after.course_id]
    return await conn.one(Cards, PAGES[sort, named, after is not None], *args)


async def page_of_taught(conn: Conn, user_id: UUID, *, limit: int, offset: int) -> list[Card]:
    """Courses that somebody teaches, last edited first; counted as last published."""
    return await conn.all(
        Card,
        """
        select c.id, c.slug, c.title, c.description, c.difficulty, k.name as category, c.tags,
          c.thumbnail, c.estimated_minutes as estimated_duration, c.language, c.status,
          c.status = 'PUBLISHED' as is_published, c.release, c.published_at, c.created_by,
          coalesce(r.lessons, 0) as lesson_count, coalesce(r.sections, 0) as section_count
        from course_staff m
          join course c on c.id = m.course_id
          join category k on k.key = c.category
          left join release r on r.course_id = c.id and r.number = c.release
        where m.user_id = $1 and c.trashed_at is null
        order by c.updated_at desc, c.id limit $2 offset $3
        """,
        user_id,
        limit,
        offset,
    )


async def all_courses(conn: Conn) -> list[Card]:
    """Every course that is not in the trash, last edited first."""
    return await conn.all(
        Card,
        """
        select c.id, c.slug, c.title, c.description, c.difficulty, k.name as category, c.tags,
          c.thumbnail, c.estimated_minutes as estimated_duration, c.language, c.status,
          c.status = 'PUBLISHED' as is_published, c.release, c.published_at, c.created_by,
          (select count(*) from lesson l where l.course_id = c.id)::int as lesson_count,
          (select count(*) from section s where s.course_id = c.id)::int as section_count
        from course c join category k on k.key = c.category
        where c.trashed_at is null
        order by c.updated_at desc, c.id
        """,
    )


async def count_taught(conn: Conn, user_id: UUID) -> int:
    counted = await conn.value(
        int,
        """
        select count(*)::int from course_staff m join course c on c.id = m.course_id
        where m.user_id = $1 and c.trashed_at is null
        """,
        user_id,
    )
    return counted or 0


class Shelved(msgspec.Struct, frozen=True):
    """Under which counters a listed course is counted."""

    category: str
    difficulty: str


async def upsert_listing(conn: Conn, course_id: UUID, *, card: str, words: str) -> Shelved:
    """List a course that was just published, from its row."""
    return await conn.one(
        Shelved,
        """
        insert into listing (course_id, published_at, title, category, difficulty, tags,
          estimated_minutes, title_words, words, card)
        select id, published_at, title, category, difficulty,
          array(select lower(tag) from unnest(tags) tag), estimated_minutes,
          catalog_words(language, title),
          setweight(catalog_words(language, title), 'A') ||
            setweight(catalog_words(language, $3), 'C'), $2
        from course where id = $1
        on conflict (course_id) do update set published_at = excluded.published_at,
          title = excluded.title, category = excluded.category,
          difficulty = excluded.difficulty, tags = excluded.tags,
          estimated_minutes = excluded.estimated_minutes,
          title_words = excluded.title_words, words = excluded.words, card = excluded.card
        returning category, difficulty
        """,
        course_id,
        card,
        words,
    )


async def delete_listing(conn: Conn, course_id: UUID) -> Shelved | None:
    return await conn.maybe(
        Shelved,
        "delete from listing where course_id = $1 returning category, difficulty",
        course_id,
    )


async def find_shelved(conn: Conn, course_id: UUID) -> Shelved | None:
    return await conn.maybe(
        Shelved, "select category, difficulty from listing where course_id = $1", course_id
    )


async def add_to_counts(conn: Conn, shelved: Shelved, change: int) -> None:
    """Move the four counters of a category and difficulty, always in the same order."""
    await conn.run(
        """
        insert into listing_count as x (category, difficulty, courses)
        select category, difficulty, greatest($3::int, 0)
        from (values ($1, $2), ($1, ''), ('', $2), ('', '')) as v(category, difficulty)
        order by category, difficulty
        on conflict (category, difficulty) do update set courses = x.courses + $3::int
        """,
        shelved.category,
        shelved.difficulty,
        change,
    )
