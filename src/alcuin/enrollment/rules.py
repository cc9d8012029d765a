"""Who may come in."""

from uuid import UUID

from alcuin.enrollment.data import CourseDoor, Terms
from alcuin.enrollment.errors import (
    ClosedToNewcomers,
    CourseNotOpen,
    EnrollmentNotOpen,
    EnrollmentOver,
)
from alcuin.kit.problems import Problem


def refusal(door: CourseDoor | None, *, known: bool) -> Problem | None:
    """Why somebody may not enroll now, or None.

    `known` says whether they ever were enrolled: others are not told of a course that is
    not published.
    """
    if door is None or door.status in ("DRAFT", "REVIEW"):
        return CourseNotOpen()
    if door.status == "ARCHIVED":
        return ClosedToNewcomers() if known else CourseNotOpen()
    if not door.has_begun:
        return EnrollmentNotOpen()
    if door.has_ended:
        return EnrollmentOver()
    return None


def unlimited(course_id: UUID) -> Terms:
    """The terms of a course that nobody has set any for."""
    return Terms(
        course_id=course_id,
        capacity=None,
        opens_at=None,
        closes_at=None,
        seats_taken=0,
        revision=1,
    )
