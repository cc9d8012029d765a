"""Coming into a course, leaving it, and the terms of both."""

from uuid import UUID

from msgspec import UNSET

from alcuin.catalog import require_editor, require_staff, rights_of
from alcuin.enrollment import queries, rules
from alcuin.enrollment.data import Enrollment, Membership, Terms, TermsEdit
from alcuin.enrollment.errors import CourseFull, CourseNotOpen, NotEnrolled, TermsBelowSeats
from alcuin.enrollment.events import ENROLLED, WITHDRAWN, announce
from alcuin.enrollment.needs import Learners
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn


async def enroll(conn: Conn, person: Person, ref: UUID | str, learners: Learners) -> Membership:
    """Enroll `person`. Raises CourseNotOpen, CourseFull, EnrollmentNotOpen, EnrollmentOver."""
    door = await queries.find_door(conn, ref)
    known = await queries.find(conn, person.user_id, door.id) if door else None
    if known and known.withdrawn_at is None:
        return Membership(known, began=False)
    refused = rules.refusal(door, known=known is not None)
    if refused or door is None:
        raise refused or CourseNotOpen
    enrollment = await queries.enroll(conn, person.user_id, door.id)
    if enrollment is None:  # the same person enrolled at the same moment, elsewhere
        return Membership(await queries.get(conn, person.user_id, door.id), began=False)
    if not await queries.take_seat(conn, door.id):
        raise CourseFull
    await learners.enrolled(conn, person.user_id, door.id)
    await announce(conn, ENROLLED, person.user_id, door.id, person.time_zone)
    return Membership(enrollment, began=True)


async def withdraw(conn: Conn, person: Person, ref: UUID | str, learners: Learners) -> Enrollment:
    """Withdraw `person`; twice is once. Raises NotEnrolled for those who never were."""
    door = await queries.find_door(conn, ref)
    known = await queries.find(conn, person.user_id, door.id) if door else None
    if known is None:
        raise NotEnrolled
    await leave(conn, person.user_id, known.course_id, person.time_zone, learners)
    return await queries.get(conn, person.user_id, known.course_id)


async def leave(
    conn: Conn, user_id: UUID, course_id: UUID, time_zone: str, learners: Learners
) -> None:
    """Let somebody study a course no longer, and another have their seat; twice is once."""
    if await queries.withdraw(conn, user_id, course_id):
        await queries.free_seat(conn, course_id)
        await learners.withdrawn(conn, user_id, course_id)
        await announce(conn, WITHDRAWN, user_id, course_id, time_zone)


async def read_terms(conn: Conn, person: Person, ref: UUID | str) -> Terms:
    """Terms of a course, for its staff."""
    found = await rights_of(conn, person, ref)
    require_staff(found)
    return await queries.find_terms(conn, found.course_id) or rules.unlimited(found.course_id)


async def terms_to_change(conn: Conn, person: Person, ref: UUID | str) -> Terms:
    """Terms of a course, locked, for those who may change them."""
    found = await rights_of(conn, person, ref)
    require_editor(found)
    return await queries.lock_terms(conn, found.course_id)


async def change_terms(conn: Conn, now: Terms, edit: TermsEdit) -> Terms:
    """Change terms that this transaction has locked. Raises TermsBelowSeats."""
    capacity = now.capacity if edit.capacity is UNSET else edit.capacity
    if capacity is not None and capacity < now.seats_taken:
        raise TermsBelowSeats(seats_taken=now.seats_taken)
    return await queries.set_terms(
        conn,
        now.course_id,
        capacity=capacity,
        opens_at=now.opens_at if edit.opens_at is UNSET else edit.opens_at,
        closes_at=now.closes_at if edit.closes_at is UNSET else edit.closes_at,
    )
