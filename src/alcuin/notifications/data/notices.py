"""Notices: as they are told, as they are stored, and as they are shown."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class NoticeKind(StrEnum):
    """What somebody is told; each is a template of the same name."""

    ENROLLED = "ENROLLED"
    COURSE_PUBLISHED = "COURSE_PUBLISHED"
    COURSE_COMPLETED = "COURSE_COMPLETED"
    ACHIEVEMENT_UNLOCKED = "ACHIEVEMENT_UNLOCKED"
    NEW_DEVICE = "NEW_DEVICE"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell somebody, once, unless they want it in no way."""

    event_id: int
    user_id: UUID
    kind: NoticeKind
    course_id: UUID | None = None
    data: dict[str, object] = {}
    in_app: bool
    """Where the person chose nothing; so is `mail`."""

    mail: bool


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it is stored, and the names it speaks of as they are now."""

    id: UUID
    number: int
    kind: NoticeKind
    course_id: UUID | None
    data: dict[str, Any]  # Any: numbers and ids, by kind
    created_at: datetime
    read_at: datetime | None
    course_title: str | None
    achievement_title: str | None


class NoticeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody is told, as a sentence in their language and as facts.

    `number` grows by person: the stream goes on after it.
    """

    id: UUID
    number: int
    kind: NoticeKind
    text: str
    course_id: UUID | None
    data: dict[str, Any]  # Any: as above
    created_at: datetime
    read_at: datetime | None


class ReadAll(msgspec.Struct, frozen=True):
    """How many notices were unread."""

    read: int
