"""What a release says. The bytes are made once, so these shapes are also the stored form.

One shape serves three audiences: fields that an audience may not see are left out when
its body is encoded (`encoding.py`), never hidden afterwards.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType


class Audience(StrEnum):
    """Who a body is for."""

    PUBLIC = "PUBLIC"  # outline and previews
    LEARNER = "LEARNER"  # everything to study
    STAFF = "STAFF"  # also sources and quiz keys


class ReleasedSection(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A section of a release. `content` is sanitized HTML; public only where it is a preview."""

    id: UUID
    title: str
    type: str
    order: int
    has_quiz: bool
    preview: bool
    content: str | UnsetType = UNSET
    video_url: str | UnsetType | None = UNSET
    image_url: str | UnsetType | None = UNSET
    code_snippet: str | UnsetType | None = UNSET
    source: str | UnsetType = UNSET
    """Staff: the Markdown that `content` was rendered from."""
    quiz: Any | UnsetType = UNSET  # Any: JSON; staff: questions with their keys


class ReleasedLesson(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A lesson of a release; `requires` names lessons of the same release to complete first."""

    id: UUID
    title: str
    description: str
    order: int
    estimated_duration: int
    content_type: str
    learning_objectives: list[str]
    prerequisites: list[str]
    requires: list[UUID]
    sections: list[ReleasedSection]


class ReleasedCourse(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A course as released: outline for everybody, content for those who may read it."""

    id: UUID
    slug: str
    title: str
    description: str
    difficulty: str
    category: str
    tags: list[str]
    thumbnail: str | None
    estimated_duration: int
    language: str
    release: int
    published_at: datetime
    released_at: datetime
    created_by: UUID
    lesson_count: int
    section_count: int
    lessons: list[ReleasedLesson]


class Card(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A course as lists show it."""

    id: UUID
    slug: str
    title: str
    description: str
    difficulty: str
    category: str
    tags: list[str]
    thumbnail: str | None
    estimated_duration: int
    language: str
    status: str
    is_published: bool
    release: int
    published_at: datetime | None
    created_by: UUID
    lesson_count: int
    section_count: int


class Current(msgspec.Struct, frozen=True):
    """Which release of a course is current, and who may read it."""

    id: UUID
    slug: str
    release: int
    status: str
    open: bool

    @property
    def is_public(self) -> bool:
        return self.status == "PUBLISHED"


class Release(msgspec.Struct, frozen=True, rename="camel"):
    """One publication of a course, as its staff sees it."""

    number: int
    published_at: datetime
    published_by: UUID
    note: str
    lessons: int
    sections: int
    units: int
    withdrawn_at: datetime | None


class StoredBody(msgspec.Struct, frozen=True):
    """An audience's bytes as stored."""

    hash: str
    body: bytes


class OutlineSection(msgspec.Struct, frozen=True, rename="camel"):
    """A section as progress speaks of it."""

    id: UUID
    title: str


class OutlineLesson(msgspec.Struct, frozen=True, rename="camel"):
    """A lesson as progress speaks of it."""

    id: UUID
    title: str
    order: int
    requires: list[UUID]
    sections: list[OutlineSection]


class Outline(msgspec.Struct, frozen=True, rename="camel"):
    """The bones of a release: ids, titles and order."""

    id: UUID
    title: str
    lessons: list[OutlineLesson]
