"""A course as its authors write it and its staff sees it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from alcuin.catalog.data.bounds import (
    Category,
    Description,
    Extra,
    Language,
    Maker,
    Minutes,
    Prompt,
    Slug,
    Tags,
    Title,
    Url,
)
from alcuin.catalog.data.lessons import ContentType, LessonForStaff
from alcuin.catalog.data.sections import SectionType
from alcuin.catalog.data.staff import CourseRole


class Difficulty(StrEnum):
    """For whom a course is."""

    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


class CourseStatus(StrEnum):
    """Where a course stands between its first line and its last reader."""

    DRAFT = "DRAFT"
    REVIEW = "REVIEW"
    PUBLISHED = "PUBLISHED"
    ARCHIVED = "ARCHIVED"


class NewCourse(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """A course to be written. Without a slug the title makes one."""

    title: Title
    description: Description
    category: Category
    difficulty: Difficulty = Difficulty.INTERMEDIATE
    tags: Tags = []
    thumbnail: Url | None = None
    estimated_duration: Minutes = 0
    language: Language = "en"
    slug: Slug | None = None
    generated_by: Maker | None = None
    generation_prompt: Prompt | None = None
    ai_metadata: Extra | None = None
    metadata: Extra = {}


class CourseEdit(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """Changes to a course; what is left out stays."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    category: Category | UnsetType = UNSET
    difficulty: Difficulty | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    thumbnail: Url | UnsetType | None = UNSET
    estimated_duration: Minutes | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    slug: Slug | UnsetType = UNSET
    generated_by: Maker | UnsetType | None = UNSET
    generation_prompt: Prompt | UnsetType | None = UNSET
    ai_metadata: Extra | UnsetType | None = UNSET
    metadata: Extra | UnsetType = UNSET


class SectionInOutline(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A section without its content."""

    id: UUID
    title: str
    order: int
    type: SectionType
    preview: bool
    has_quiz: bool


class LessonInOutline(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A lesson as a table of contents shows it."""

    id: UUID
    title: str
    order: int
    estimated_duration: int
    content_type: ContentType
    requires: list[UUID]
    sections: list[SectionInOutline]


class WorkingCopy(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A course as its staff sees it.

    `staff_role` is the reader's own; an administrator may have none. `release` is the number
    of the newest release, 0 before the first.
    """

    id: UUID
    slug: str
    title: str
    description: str
    difficulty: Difficulty
    category: str
    tags: list[str]
    thumbnail: str | None
    estimated_duration: int
    language: str
    generated_by: str | None
    generation_prompt: str | None
    ai_metadata: dict[str, Any] | None  # Any: JSON of whatever generated the course
    status: CourseStatus
    is_published: bool
    published_at: datetime | None
    release: int
    has_unpublished_changes: bool
    revision: int
    created_by: UUID
    created_at: datetime
    updated_at: datetime
    metadata: dict[str, Any]  # Any: the integration's own JSON
    staff_role: CourseRole | None


class CourseForStaff(WorkingCopy, frozen=True, kw_only=True, rename="camel"):
    """The working copy of a course, with its outline."""

    lessons: list[LessonInOutline]


class CourseInFull(WorkingCopy, frozen=True, kw_only=True, rename="camel"):
    """The working copy of a course, with all that is in its lessons."""

    lessons: list[LessonForStaff]


class TrashedCourse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A course in the trash; until then it can be restored."""

    id: UUID
    trashed_at: datetime
    restorable_until: datetime


class CategoryInUse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A category with published courses."""

    key: str
    name: str
    courses: int
