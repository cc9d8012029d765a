"""Who teaches a course."""

from uuid import UUID

from alcuin.catalog.actions import staff as actions
from alcuin.catalog.data.staff import StaffMember
from alcuin.catalog.errors import (
    CourseNotFound,
    LastOwner,
    NotAnOwner,
    NotATeacher,
    NotOnStaff,
    NotStaff,
    PersonNotFound,
)
from alcuin.catalog.rules.names import course_ref
from alcuin.catalog.schemas import StaffRole
from alcuin.kit.http import Envelope, Request, Response, Route, delete, edge, get, put


@get("/api/courses/{course:str}/staff", refuses=(CourseNotFound, NotStaff))
async def list_staff(request: Request, course: str) -> Response[Envelope[list[StaffMember]]]:
    """Who teaches a course, owners first, for its staff."""
    async with edge(request) as at:
        return at.answer(await actions.list_staff(at.conn, at.person, course_ref(course)))


@put(
    "/api/courses/{course:str}/staff/{user_id:uuid}",
    refuses=(CourseNotFound, NotAnOwner, PersonNotFound, NotATeacher, LastOwner),
)
async def set_staff(
    request: Request, course: str, user_id: UUID, data: StaffRole
) -> Response[Envelope[StaffMember]]:
    """Have somebody teach a course, or in another role; owners and administrators may."""
    async with edge(request) as at:
        member = await actions.set_staff(at.conn, at.person, course_ref(course), user_id, data.role)
        return at.answer(member, message="Staff changed")


@delete(
    "/api/courses/{course:str}/staff/{user_id:uuid}",
    refuses=(CourseNotFound, NotStaff, NotAnOwner, NotOnStaff, LastOwner),
)
async def remove_staff(
    request: Request, course: str, user_id: UUID
) -> Response[Envelope[StaffMember]]:
    """Let somebody teach a course no longer; everybody may leave themselves."""
    async with edge(request) as at:
        member = await actions.remove_staff(at.conn, at.person, course_ref(course), user_id)
        return at.answer(member, message="Staff changed")


ROUTES: list[Route] = [list_staff, set_staff, remove_staff]
