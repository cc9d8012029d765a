"""One lesson of a learner's course."""

from uuid import UUID

from alcuin.enrollment import NotEnrolled
from alcuin.kit.db import Conn
from alcuin.progress.data.courses import CourseProgress, LessonProgress
from alcuin.progress.queries import reading as queries
from alcuin.progress.rules import counting


async def lesson_progress(conn: Conn, course: CourseProgress, lesson_id: UUID) -> LessonProgress:
    """Raises NotEnrolled where the release does not hold the lesson."""
    moments = await queries.find_lesson(conn, course.user_id, course.course_id, lesson_id)
    shown = counting.lesson_progress(course, lesson_id, moments)
    if shown is None:
        raise NotEnrolled
    return shown
