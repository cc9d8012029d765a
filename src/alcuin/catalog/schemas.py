"""HTTP shapes of this room that nobody but its routes reads."""

from uuid import UUID

from alcuin.catalog.data.bounds import Order
from alcuin.catalog.data.staff import CourseRole
from alcuin.kit.http import Body


class MoveLesson(Body, frozen=True):
    """Where a lesson is to stand in its course."""

    order: Order


class MoveSection(Body, frozen=True):
    """Where a section is to stand: in its lesson without `lessonId`, at the end without `order`."""

    lesson_id: UUID | None = None
    order: Order | None = None


class StaffRole(Body, frozen=True):
    """What somebody is to be in a course."""

    role: CourseRole
