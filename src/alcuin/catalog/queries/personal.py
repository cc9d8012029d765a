"""What one person is to courses."""

from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


class Owned(msgspec.Struct, frozen=True):
    """A course that somebody owns."""

    id: UUID


class Taught(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A course that somebody teaches, or has made."""

    id: UUID
    slug: str
    title: str
    role: str | None
    since: datetime | None
    made_it: bool


class Published(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A release that somebody has published, with what they said about it."""

    course_id: UUID
    number: int
    published_at: datetime
    note: str


async def lock_owned(conn: Conn, user_id: UUID) -> None:
    """Let nobody change who owns them, until the transaction ends."""
    await conn.run(
        """
        select 1 from course c
        where c.trashed_at is null and exists (
          select from course_staff s
          where s.course_id = c.id and s.user_id = $1 and s.role = 'OWNER')
        order by c.id for no key update
        """,
        user_id,
    )


async def list_owned_alone(conn: Conn, user_id: UUID) -> list[Owned]:
    """Courses that nobody else owns who can act: not the suspended, nor who is leaving."""
    return await conn.all(
        Owned,
        """
        select c.id from course_staff s join course c on c.id = s.course_id
        where s.user_id = $1 and s.role = 'OWNER' and c.trashed_at is null and not exists (
          select from course_staff o join app_user u on u.id = o.user_id
          where o.course_id = c.id and o.role = 'OWNER' and o.user_id <> $1
            and u.suspended_at is null and u.closed_at is null)
        order by c.id limit 100
        """,
        user_id,
    )


async def leave_staff(conn: Conn, user_id: UUID) -> None:
    await conn.run("delete from course_staff where user_id = $1", user_id)


async def list_taught(conn: Conn, user_id: UUID, most: int) -> list[Taught]:
    return await conn.all(
        Taught,
        """
        select c.id, c.slug, c.title, s.role, s.added_at as since, c.created_by = $1 as made_it
        from course c left join course_staff s on s.course_id = c.id and s.user_id = $1
        where c.id in (select course_id from course_staff where user_id = $1
          union select id from course where created_by = $1)
        order by c.id desc limit $2
        """,
        user_id,
        most,
    )


async def list_published(conn: Conn, user_id: UUID, most: int) -> list[Published]:
    return await conn.all(
        Published,
        """
        select course_id, number, published_at, note
        from release where published_by = $1 order by published_at desc, course_id limit $2
        """,
        user_id,
        most,
    )
