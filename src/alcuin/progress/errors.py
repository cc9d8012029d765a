"""Refusals of progress."""

from alcuin.kit.problems import Conflict, Forbidden, Unavailable


class ForTheEnrolled(Forbidden):
    """This is for those who are enrolled in the course."""

    code = "for_the_enrolled"


class LearnerWithdrawn(Conflict):
    """You have withdrawn from this course. Enroll again to go on where you were."""

    code = "withdrawn"


class CourseClosed(Conflict):
    """This course is closed just now. Your progress is kept."""

    code = "course_closed"


class CompletedByQuiz(Conflict):
    """This section is completed by passing its quiz."""

    code = "by_quiz"


class NotInRelease(Conflict):
    """This is no longer part of the course. What you completed of it is kept."""

    code = "not_in_release"


class LessonsRequired(Conflict):
    """Other lessons must be completed first."""

    code = "lessons_required"


class SectionsOpen(Conflict):
    """Some sections of this lesson are not completed yet."""

    code = "sections_open"


class PublishedMeanwhile(Unavailable):
    """The course was published anew while you worked. Try again in a moment."""

    code = "published_meanwhile"
