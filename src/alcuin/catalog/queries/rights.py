"""Where somebody stands in a course; locking it on the way to a change."""

from uuid import UUID

from alcuin.catalog.data.rights import Standing
from alcuin.kit.db import Conn


async def find_standing(conn: Conn, ref: UUID | str, user_id: UUID | None) -> Standing | None:
    """Of a course by id or slug; None where there is none outside the trash."""
    return await conn.maybe(
        Standing,
        """
        select c.id as course_id, c.status, c.release, s.role
        from course c left join course_staff s on s.course_id = c.id and s.user_id = $3
        where (c.id = $1 or c.slug = $2) and c.trashed_at is null
        """,
        *_id_and_slug(ref),
        user_id,
    )


async def lock_course(
    conn: Conn, ref: UUID | str, user_id: UUID | None, *, trashed: bool = False
) -> Standing | None:
    """Lock a course for a change of its working copy; `trashed` looks into the trash alone.

    The course's row is always the first to be locked, so that edits queue instead of
    running into each other.
    """
    return await conn.maybe(
        Standing,
        """
        select c.id as course_id, c.status, c.release, s.role
        from course c left join course_staff s on s.course_id = c.id and s.user_id = $3
        where (c.id = $1 or c.slug = $2) and (c.trashed_at is not null) = $4
        for no key update of c
        """,
        *_id_and_slug(ref),
        user_id,
        trashed,
    )


async def lock_course_of_lesson(
    conn: Conn, lesson_id: UUID, user_id: UUID | None
) -> Standing | None:
    return await conn.maybe(
        Standing,
        """
        select c.id as course_id, c.status, c.release, s.role
        from lesson l join course c on c.id = l.course_id
        left join course_staff s on s.course_id = c.id and s.user_id = $2
        where l.id = $1 and c.trashed_at is null
        for no key update of c
        """,
        lesson_id,
        user_id,
    )


async def lock_course_of_section(
    conn: Conn, section_id: UUID, user_id: UUID | None
) -> Standing | None:
    return await conn.maybe(
        Standing,
        """
        select c.id as course_id, c.status, c.release, s.role
        from section x join course c on c.id = x.course_id
        left join course_staff s on s.course_id = c.id and s.user_id = $2
        where x.id = $1 and c.trashed_at is null
        for no key update of c
        """,
        section_id,
        user_id,
    )


def _id_and_slug(ref: UUID | str) -> tuple[UUID | None, str | None]:
    return (ref, None) if isinstance(ref, UUID) else (None, ref)
