"""Where somebody stands in a course, and what that lets them do."""

from enum import StrEnum
from uuid import UUID

import msgspec

from alcuin.catalog.data.courses import CourseStatus
from alcuin.catalog.data.staff import CourseRole


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A course's state and what somebody is in it, as read in one statement."""

    course_id: UUID
    status: CourseStatus
    release: int
    role: CourseRole | None


class Right(StrEnum):
    """What somebody may do with a course."""

    ADMIN = "ADMIN"
    OWNER = "OWNER"
    INSTRUCTOR = "INSTRUCTOR"
    ASSISTANT = "ASSISTANT"
    NONE = "NONE"


class Rights(msgspec.Struct, frozen=True):
    """What somebody may do with a course, and whether they may know that there is one."""

    course_id: UUID
    right: Right
    is_public: bool

    @property
    def may_know(self) -> bool:
        return self.is_public or self.may_read_drafts

    @property
    def may_read_drafts(self) -> bool:
        """And see who studies."""
        return self.right is not Right.NONE

    @property
    def may_edit(self) -> bool:
        """And publish."""
        return self.right in (Right.ADMIN, Right.OWNER, Right.INSTRUCTOR)

    @property
    def may_own(self) -> bool:
        """Choose the staff, put the course into the trash."""
        return self.right in (Right.ADMIN, Right.OWNER)
