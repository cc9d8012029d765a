"""Who teaches a course."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class CourseRole(StrEnum):
    """What somebody is in one course."""

    OWNER = "OWNER"  # everything
    INSTRUCTOR = "INSTRUCTOR"  # edit, publish, see students
    ASSISTANT = "ASSISTANT"  # read drafts, see students


class StaffMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who teaches a course."""

    user_id: UUID
    name: str
    avatar: str | None
    role: CourseRole
    added_at: datetime
