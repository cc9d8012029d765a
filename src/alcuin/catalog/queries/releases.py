"""Releases as they are read: lists of them, their bodies, and which is current."""

from uuid import UUID

from alcuin.catalog.releases.shapes import Audience, Current, Release, StoredBody
from alcuin.kit.db import Conn


async def list_releases(conn: Conn, course_id: UUID, *, before: int, limit: int) -> list[Release]:
    return await conn.all(
        Release,
        """
        select number, published_at, published_by, note, lessons, sections, units, withdrawn_at
        from release where course_id = $1 and number < $2 order by number desc limit $3
        """,
        course_id,
        before,
        limit,
    )


async def count_releases(conn: Conn, course_id: UUID) -> int:
    """Numbers run from 1 without a gap, so the newest is the count."""
    return await conn.value(int, "select release from course where id = $1", course_id) or 0


async def get_release(conn: Conn, course_id: UUID, number: int) -> Release:
    return await conn.one(
        Release,
        """
        select number, published_at, published_by, note, lessons, sections, units, withdrawn_at
        from release where course_id = $1 and number = $2
        """,
        course_id,
        number,
    )


async def is_withdrawn(conn: Conn, course_id: UUID, number: int) -> bool:
    found = await conn.value(
        bool,
        """
        select exists (
          select from release where course_id = $1 and number = $2 and withdrawn_at is not null)
        """,
        course_id,
        number,
    )
    return found is True


async def find_body(
    conn: Conn, course_id: UUID, number: int, audience: Audience
) -> StoredBody | None:
    return await conn.maybe(
        StoredBody,
        """
        select hash, body from release_body
        where course_id = $1 and number = $2 and audience = $3
        """,
        course_id,
        number,
        audience,
    )


async def find_current_by_id(conn: Conn, course_id: UUID) -> Current | None:
    return await conn.maybe(
        Current,
        """
        select id, slug, release, status, open from course
        where id = $1 and release > 0 and trashed_at is null
        """,
        course_id,
    )


async def find_current_by_slug(conn: Conn, slug: str) -> Current | None:
    return await conn.maybe(
        Current,
        """
        select id, slug, release, status, open from course
        where slug = $1 and release > 0 and trashed_at is null
        """,
        slug,
    )


async def all_current(conn: Conn) -> list[Current]:
    """Every course that was ever published: read once when a worker starts."""
    return await conn.all(
        Current,
        """
        select id, slug, release, status, open from course
        where release > 0 and trashed_at is null order by id
        """,
    )
