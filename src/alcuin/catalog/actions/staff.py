"""Choosing who teaches a course: its owners do, and administrators."""

from uuid import UUID

from alcuin.catalog.actions.access import lock_to_own, rights_of, user_of
from alcuin.catalog.data.staff import CourseRole, StaffMember
from alcuin.catalog.errors import NotOnStaff, PersonNotFound
from alcuin.catalog.queries import staff as queries
from alcuin.catalog.queries.rights import lock_course
from alcuin.catalog.rules import rights as rules
from alcuin.kit.actor import Actor
from alcuin.kit.audit import audit
from alcuin.kit.db import Conn


async def list_staff(conn: Conn, actor: Actor, ref: UUID | str) -> list[StaffMember]:
    """Who teaches a course, for its staff. Raises CourseNotFound, NotStaff."""
    rights = await rights_of(conn, actor, ref)
    rules.require_staff(rights)
    return await queries.list_staff(conn, rights.course_id)


async def set_staff(
    conn: Conn, actor: Actor, ref: UUID | str, user_id: UUID, role: CourseRole
) -> StaffMember:
    """Have somebody teach a course, or in another role.

    Raises CourseNotFound, NotAnOwner, PersonNotFound, NotATeacher, LastOwner.
    """
    course_id = (await lock_to_own(conn, actor, ref)).course_id
    anywhere = await queries.find_global_role(conn, user_id)
    if anywhere is None:
        raise PersonNotFound
    rules.require_fit(role, anywhere)
    await _change(conn, actor, course_id, user_id, role)
    return await _member(conn, course_id, user_id)


async def remove_staff(conn: Conn, actor: Actor, ref: UUID | str, user_id: UUID) -> StaffMember:
    """Let somebody teach a course no longer; everybody may leave themselves.

    Raises CourseNotFound, NotStaff, NotAnOwner, NotOnStaff, LastOwner.
    """
    await lock_course(conn, ref, user_of(actor))
    rights = await rights_of(conn, actor, ref)
    rules.require_staff(rights)
    if user_id != user_of(actor):
        rules.require_owner(rights)
    member = await _member(conn, rights.course_id, user_id)
    await _change(conn, actor, rights.course_id, user_id, None)
    return member


async def _change(
    conn: Conn, actor: Actor, course_id: UUID, user_id: UUID, will: CourseRole | None
) -> None:
    was = await queries.find_course_role(conn, course_id, user_id)
    if was == will:
        return
    others = await queries.count_other_owners(conn, course_id, user_id)
    rules.require_an_owner(others, was, will)
    if will is None:
        await queries.delete_staff(conn, course_id, user_id)
    else:
        await queries.upsert_staff(conn, course_id, user_id, will)
    await audit(
        conn,
        actor,
        "course.change_staff",
        subject_kind="course",
        subject_id=course_id,
        facts={"userId": user_id, "was": was, "role": will},
    )


async def _member(conn: Conn, course_id: UUID, user_id: UUID) -> StaffMember:
    staff = await queries.list_staff(conn, course_id)
    found = next((member for member in staff if member.user_id == user_id), None)
    if found is None:
        raise NotOnStaff
    return found
