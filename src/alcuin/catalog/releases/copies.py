"""The working copy as its release is made from it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from alcuin.catalog.rendering import named_in


class CourseCopy(msgspec.Struct, frozen=True):
    """A course's own fields as its release needs them."""

    id: UUID
    slug: str
    title: str
    description: str
    difficulty: str
    category: str
    category_name: str
    tags: list[str]
    thumbnail: str | None
    estimated_minutes: int
    language: str
    created_by: UUID
    content_revision: int


class LessonCopy(msgspec.Struct, frozen=True):
    """A lesson of the working copy."""

    id: UUID
    title: str
    description: str
    estimated_minutes: int
    content_type: str
    learning_objectives: list[str]
    prerequisites: list[str]
    requires: list[UUID]


class SectionCopy(msgspec.Struct, frozen=True):
    """A section of the working copy."""

    id: UUID
    lesson_id: UUID
    title: str
    content: str
    type: str
    video_url: str | None
    image_url: str | None
    code_snippet: str | None
    quiz: Any  # Any: JSON or None
    preview: bool


class WorkingCopy(msgspec.Struct, frozen=True):
    """All that a release is made from, lessons and sections in their order."""

    course: CourseCopy
    lessons: list[LessonCopy]
    sections: list[SectionCopy]

    def named_files(self) -> set[UUID]:
        """Files of ours that it may be naming, whosever they are."""
        addresses = [self.course.thumbnail]
        for section in self.sections:
            addresses += [section.content, section.image_url, section.video_url]
        return set().union(*(named_in(text) for text in addresses if text))


class Edition(msgspec.Struct, frozen=True):
    """Which release this will be, and when."""

    number: int
    published_at: datetime
    released_at: datetime
