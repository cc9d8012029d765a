"""Enrollment: who studies which course, and on what terms.

Owns the tables `enrollment` and `enrollment_terms`. Withdrawn rows stay, because progress
and certificates outlive an enrollment. What a higher room must know in the same
transaction it hears through the Protocol `Learners`.
"""

from alcuin.catalog import CoursePurge
from alcuin.enrollment.actions import enroll
from alcuin.enrollment.data import Enrollment, Terms
from alcuin.enrollment.errors import (
    REFUSALS,
    ClosedToNewcomers,
    CourseFull,
    CourseNotOpen,
    EnrollmentNotOpen,
    EnrollmentOver,
    NotEnrolled,
    TermsBelowSeats,
)
from alcuin.enrollment.events import ENROLLED, WITHDRAWN
from alcuin.enrollment.needs import Learners
from alcuin.enrollment.personal import EnrollmentOfPeople
from alcuin.enrollment.purge import EnrollmentPurge
from alcuin.enrollment.routes import routes

__all__ = [
    "ENROLLED",
    "PURGE",
    "REFUSALS",
    "WITHDRAWN",
    "ClosedToNewcomers",
    "CourseFull",
    "CourseNotOpen",
    "Enrollment",
    "EnrollmentNotOpen",
    "EnrollmentOfPeople",
    "EnrollmentOver",
    "Learners",
    "NotEnrolled",
    "Terms",
    "TermsBelowSeats",
    "enroll",
    "routes",
]

PURGE: CoursePurge = EnrollmentPurge()
