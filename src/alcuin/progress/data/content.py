"""What somebody who is signed in is to a course, and what of it they ask for."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from alcuin.catalog import CourseRole, Current, ReleasedLesson, ReleasedSection
from alcuin.kit.actor import Person, Role


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A live session and a course, read in one statement; `id` is None where there is no course.

    `enrolled` is None for those who never were, False for the withdrawn.
    """

    user_id: UUID
    session_id: UUID
    role: Role
    verified: bool
    time_zone: str
    language: str
    id: UUID | None
    slug: str | None
    release: int | None
    status: str | None
    open: bool | None
    taught: bool
    enrolled: bool | None

    @property
    def person(self) -> Person:
        return Person(
            user_id=self.user_id,
            session_id=self.session_id,
            role=self.role,
            verified=self.verified,
            time_zone=self.time_zone,
            language=self.language,
        )

    @property
    def current(self) -> Current | None:
        """The course's current release, where it has any."""
        if (
            self.id is None
            or self.slug is None
            or not self.release
            or self.status is None
            or self.open is None
        ):
            return None
        return Current(self.id, self.slug, self.release, self.status, self.open)

    @property
    def is_staff(self) -> bool:
        return self.verified and (self.taught or self.role is Role.ADMIN)

    @property
    def is_learner(self) -> bool:
        """Enrolled now, in a course that goes on."""
        return self.verified and self.enrolled is True and self.open is True


Content = Annotated[
    Literal["content"] | None,
    msgspec.Meta(description="`content`: everything to read, for the enrolled and the staff."),
]
OfRelease = Annotated[
    Literal["current"] | None,
    msgspec.Meta(description="`current`: what is published, for staff who else see their copy."),
]


class ToShow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """How much of a course, and of which copy."""

    include: Content = None
    include_progress: bool = False
    release: OfRelease = None


class LessonToStudy(ReleasedLesson, frozen=True, kw_only=True, rename="camel"):
    """A lesson of the current release."""

    course_id: UUID
    release: int


class SectionToStudy(ReleasedSection, frozen=True, kw_only=True, rename="camel"):
    """A section of the current release."""

    course_id: UUID
    lesson_id: UUID
    release: int


__all__ = [
    "Content",
    "CourseRole",
    "LessonToStudy",
    "OfRelease",
    "Relation",
    "SectionToStudy",
    "ToShow",
]
