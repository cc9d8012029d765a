"""Numbers as the staff of a course sees them."""

from uuid import UUID

import msgspec


class CourseNumbers(msgspec.Struct, frozen=True, rename="camel"):
    """Learners of a course, as of a moment ago.

    `enrolled`: enrolled now. `active`: enrolled now, and completed something of it at least
    once. `completed`: ever completed it, whether or not they have withdrawn since.
    """

    course_id: UUID
    enrolled: int
    active: int
    completed: int
