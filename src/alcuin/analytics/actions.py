"""Numbers for those who may see them."""

from uuid import UUID

from alcuin.analytics import queries
from alcuin.analytics.data import CourseNumbers
from alcuin.catalog import require_staff, rights_of
from alcuin.kit.actor import Person
from alcuin.kit.db import Conn


async def read_numbers(conn: Conn, person: Person, ref: UUID | str) -> CourseNumbers:
    """Numbers of a course, for its staff. Raises CourseNotFound, NotStaff."""
    found = await rights_of(conn, person, ref)
    require_staff(found)
    numbers = await queries.find_numbers(conn, found.course_id)
    return numbers or CourseNumbers(found.course_id, enrolled=0, active=0, completed=0)
