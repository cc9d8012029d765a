"""What progress announces. Kinds stand in the SQL of `queries`; readers name them from here."""

from alcuin.kit.events import Recorded

SECTION_COMPLETED = "SectionCompleted"
LESSON_COMPLETED = "LessonCompleted"
COURSE_COMPLETED = "CourseCompleted"


def is_by_release(event: Recorded) -> bool:
    """Whether a new release completed it: the learner did nothing that day."""
    return event.data == {"by": "release"}
