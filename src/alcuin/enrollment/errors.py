"""Refusals of enrollment."""

from alcuin.kit.problems import Conflict, Invalid, NotFound


class CourseNotOpen(NotFound):
    """There is no course here that you may enroll in."""

    code = "course_not_found"


class ClosedToNewcomers(Conflict):
    """This course is archived: those who are in it may go on, nobody new comes in."""

    code = "closed_to_newcomers"


class CourseFull(Conflict):
    """All seats of this course are taken."""

    code = "course_full"


class EnrollmentNotOpen(Conflict):
    """Enrollment for this course has not begun yet."""

    code = "enrollment_not_open"


class EnrollmentOver(Conflict):
    """Enrollment for this course is over."""

    code = "enrollment_over"


class TermsBelowSeats(Conflict):
    """More seats are taken than this capacity allows. Nobody is put out of a course."""

    code = "capacity_below_seats"


class NotEnrolled(NotFound):
    """You are not enrolled in a course like this."""

    code = "not_enrolled"


class WindowUpsideDown(Invalid):
    """Enrollment must open before it closes."""

    code = "window_upside_down"


REFUSALS = {"enrollment_terms_window": WindowUpsideDown}
"""What a violated constraint of this room means."""
