"""A lesson as its authors write it and its staff sees it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from alcuin.catalog.data.bounds import Description, Extra, Minutes, Order, Phrases, Title
from alcuin.catalog.data.sections import SectionForStaff


class ContentType(StrEnum):
    """What a lesson is mostly made of."""

    TEXT = "TEXT"
    VIDEO = "VIDEO"
    INTERACTIVE = "INTERACTIVE"
    MIXED = "MIXED"


Requires = Annotated[
    list[UUID],
    Meta(max_length=50, description="Lessons of this course to be completed before this one."),
]


class NewLesson(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """A lesson to be added, at the end where no order is given."""

    title: Title
    description: Description = ""
    order: Order | None = None
    estimated_duration: Minutes = 0
    content_type: ContentType = ContentType.MIXED
    learning_objectives: Phrases = []
    prerequisites: Phrases = []
    requires: Requires = []
    metadata: Extra = {}


class LessonEdit(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """Changes to a lesson; what is left out stays. Another order moves it."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    order: Order | UnsetType = UNSET
    estimated_duration: Minutes | UnsetType = UNSET
    content_type: ContentType | UnsetType = UNSET
    learning_objectives: Phrases | UnsetType = UNSET
    prerequisites: Phrases | UnsetType = UNSET
    requires: Requires | UnsetType = UNSET
    metadata: Extra | UnsetType = UNSET


class LessonForStaff(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lesson of the working copy, with its sections."""

    id: UUID
    course_id: UUID
    title: str
    description: str
    order: int
    estimated_duration: int
    content_type: ContentType
    learning_objectives: list[str]
    prerequisites: list[str]
    requires: list[UUID]
    revision: int
    created_at: datetime
    updated_at: datetime
    metadata: dict[str, Any]  # Any: the integration's own JSON
    sections: list[SectionForStaff]


class Requirement(msgspec.Struct, frozen=True):
    """A lesson and what it requires."""

    id: UUID
    title: str
    requires: list[UUID]
