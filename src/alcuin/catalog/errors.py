"""Refusals of this room."""

from alcuin.kit.problems import Conflict, Forbidden, Gone, NotFound


class CourseNotFound(NotFound):
    """There is no such course."""

    code = "course_not_found"


class LessonNotFound(NotFound):
    """There is no such lesson."""

    code = "lesson_not_found"


class SectionNotFound(NotFound):
    """There is no such section."""

    code = "section_not_found"


class NotOnStaff(NotFound):
    """This person does not teach the course."""

    code = "not_on_staff"


class PersonNotFound(NotFound):
    """There is no such person."""

    code = "person_not_found"


class NotAnEditor(Forbidden):
    """Only owners and instructors of this course may change it."""

    code = "not_an_editor"


class NotAnOwner(Forbidden):
    """Only owners of this course may do this."""

    code = "not_an_owner"


class NotStaff(Forbidden):
    """Only the staff of this course may see this."""

    code = "not_staff"


class SlugTaken(Conflict):
    """Another course has this slug."""

    code = "slug_taken"


class SlugFixed(Conflict):
    """Published courses keep their slug: links to it are out in the world."""

    code = "slug_fixed"


class IllegalStatus(Conflict):
    """A course cannot go from its present status to this one."""

    code = "illegal_status"


class TooManyLessons(Conflict):
    """This course has as many lessons as a course may have."""

    code = "too_many_lessons"


class TooManySections(Conflict):
    """This lesson has as many sections as a lesson may have."""

    code = "too_many_sections"


class TooManyUnpublished(Conflict):
    """You have too many courses that were never published, those in the trash among them."""

    code = "too_many_unpublished"


class ReleaseNotFound(NotFound):
    """There is no such release."""

    code = "release_not_found"


class ReleaseWithdrawn(Gone):
    """This release was withdrawn. Its words are gone for good."""

    code = "release_withdrawn"


class ReleaseIsCurrent(Conflict):
    """Learners read this release. Publish another before withdrawing it."""

    code = "release_is_current"


class NothingToPublish(Conflict):
    """A course needs a lesson before it can be published."""

    code = "nothing_to_publish"


class CoursesNeedAnOwner(Conflict):
    """You alone own these courses. Give each another owner, or put it into the trash, first."""

    code = "courses_need_an_owner"


class LastOwner(Conflict):
    """A course needs an owner. Make somebody else one first."""

    code = "last_owner"


class NotATeacher(Conflict):
    """Only people who may teach can own a course or edit it. Others can be its assistants."""

    code = "not_a_teacher"


class FolderTaken(Conflict):
    """A course of this folder is in the trash. Restore it, or give the folder another id."""

    code = "folder_taken"


REFUSALS = {"course_slug_taken": SlugTaken, "course_source_key": FolderTaken}
"""What a violated constraint of this room means."""
