"""The projection that counts the learners of each course."""

from alcuin.analytics import queries
from alcuin.enrollment import ENROLLED, WITHDRAWN
from alcuin.kit.events import Projection
from alcuin.progress import COURSE_COMPLETED, LESSON_COMPLETED, SECTION_COMPLETED

COURSE_NUMBERS = Projection(
    queries.READER,
    {
        ENROLLED: 1,
        WITHDRAWN: 1,
        SECTION_COMPLETED: 1,
        LESSON_COMPLETED: 1,
        COURSE_COMPLETED: 1,
    },
    queries.apply,
    queries.forget,
)
"""Enrolled, active and completed learners; see `CourseNumbers` for what they mean."""
