"""Who teaches a course."""

from uuid import UUID

from alcuin.catalog.data.staff import CourseRole, StaffMember
from alcuin.kit.actor import Role
from alcuin.kit.db import Conn


async def list_staff(conn: Conn, course_id: UUID) -> list[StaffMember]:
    """Owners first, then by when they came."""
    return await conn.all(
        StaffMember,
        """
        select s.user_id, u.name, '/api/media/' || a.media_id as avatar, s.role, s.added_at
        from course_staff s join app_user u on u.id = s.user_id
        left join avatar a on a.user_id = s.user_id
        where s.course_id = $1
        order by array_position(array['OWNER', 'INSTRUCTOR', 'ASSISTANT'], s.role),
          s.added_at, s.user_id
        """,
        course_id,
    )


async def find_global_role(conn: Conn, user_id: UUID) -> Role | None:
    """What somebody may do anywhere; None where there is nobody, or nobody who can act."""
    role = await conn.value(
        str,
        """
        select role from app_user where id = $1 and suspended_at is null and closed_at is null
        """,
        user_id,
    )
    return Role(role) if role else None


async def find_course_role(conn: Conn, course_id: UUID, user_id: UUID) -> CourseRole | None:
    role = await conn.value(
        str,
        "select role from course_staff where course_id = $1 and user_id = $2",
        course_id,
        user_id,
    )
    return CourseRole(role) if role else None


async def count_other_owners(conn: Conn, course_id: UUID, user_id: UUID) -> int:
    """How many people beside one own a course; who is suspended or leaving cannot act."""
    found = await conn.value(
        int,
        """
        select count(*) from course_staff s join app_user u on u.id = s.user_id
        where s.course_id = $1 and s.role = 'OWNER' and u.suspended_at is null
          and u.closed_at is null and s.user_id <> $2
        """,
        course_id,
        user_id,
    )
    return found or 0


async def upsert_staff(conn: Conn, course_id: UUID, user_id: UUID, role: CourseRole) -> None:
    await conn.run(
        """
        insert into course_staff (course_id, user_id, role) values ($1, $2, $3)
        on conflict (course_id, user_id) do update set role = excluded.role
        """,
        course_id,
        user_id,
        role,
    )


async def delete_staff(conn: Conn, course_id: UUID, user_id: UUID) -> None:
    await conn.run(
        "delete from course_staff where course_id = $1 and user_id = $2", course_id, user_id
    )
