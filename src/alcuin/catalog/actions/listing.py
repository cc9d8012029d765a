"""Lists of courses: what is published, what fits a search, what somebody teaches."""

import msgspec

from alcuin.catalog.data.listing import CardPage, CourseQuery, Sort
from alcuin.catalog.queries import listing as queries
from alcuin.catalog.queries import searching
from alcuin.catalog.releases.shapes import Card
from alcuin.catalog.rules.names import category_key
from alcuin.catalog.rules.searching import terms
from alcuin.kit.actor import Person, System
from alcuin.kit.db import Conn
from alcuin.kit.paging import Cursors, Page

_PURPOSE = "courses"


async def list_published(conn: Conn, query: CourseQuery, cursors: Cursors) -> CardPage:
    """A page of the catalog, its cards as JSON. Raises Invalid for a cursor that is not ours."""
    if query.search is not None:
        return await _search(conn, query, query.search)
    opened = cursors.open(query.cursor, f"{_PURPOSE}:{query.sort}") if query.cursor else None
    after = msgspec.convert(opened, queries.After) if opened else None
    found = await queries.page_of_cards(
        conn,
        _filters(query),
        "newest" if query.sort is Sort.NEWEST else "title",
        limit=query.limit,
        offset=query.offset,
        after=after,
    )
    return CardPage(
        cards=found.cards,
        total=min(found.total, queries.BOUND) if query.tag else found.total,
        total_is_lower_bound=query.tag is not None and found.total > queries.BOUND,
        next_cursor=_next(cursors, query, found),
    )


async def list_taught(conn: Conn, person: Person, query: CourseQuery) -> Page[Card]:
    """Courses that somebody teaches, last edited first. Raises Invalid for a cursor."""
    query.require_no_cursor()
    return Page(
        items=await queries.page_of_taught(
            conn, person.user_id, limit=query.limit, offset=query.offset
        ),
        total=await queries.count_taught(conn, person.user_id),
        page=query.page,
        limit=query.limit,
    )


async def list_all(conn: Conn, _actor: System) -> list[Card]:
    """Every course, drafts among them, last edited first; for whoever runs the installation."""
    return await queries.all_courses(conn)


async def _search(conn: Conn, query: CourseQuery, search: str) -> CardPage:
    query.require_no_cursor()
    asked = terms(search)
    if asked is None:
        return CardPage(cards="", total=0)
    found = await searching.search_cards(
        conn, asked, _filters(query), limit=query.limit, offset=(query.page - 1) * query.limit
    )
    return CardPage(
        cards=found.cards,
        total=min(found.total, queries.BOUND),
        total_is_lower_bound=found.total > queries.BOUND,
    )


def _filters(query: CourseQuery) -> queries.Filters:
    return queries.Filters(
        category=None if query.category is None else category_key(query.category),
        difficulty=query.difficulty,
        tag=query.tag,
    )


def _next(cursors: Cursors, query: CourseQuery, found: queries.Cards) -> str | None:
    """Where the next page begins, unless this one was not full."""
    if found.shown < query.limit:
        return None
    last = {
        "published_at": found.last_published_at,
        "title": found.last_title,
        "course_id": found.last_id,
    }
    return cursors.seal(last, f"{_PURPOSE}:{query.sort}")
