"""A section as its authors write it and its staff sees it, and the quiz inside it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from alcuin.catalog.data.bounds import Code, Content, Extra, Order, Phrase, Title, Url


class SectionType(StrEnum):
    """What a section is."""

    TEXT = "TEXT"
    VIDEO = "VIDEO"
    QUIZ = "QUIZ"
    CODE = "CODE"
    IMAGE = "IMAGE"
    INTERACTIVE = "INTERACTIVE"


class InlineQuestion(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """A question with one right answer among its options."""

    question: Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\S")]
    options: Annotated[list[Phrase], Meta(min_length=2, max_length=10)]
    correct_answer: Phrase
    explanation: Annotated[str, Meta(max_length=5_000)] = ""

    def __post_init__(self) -> None:
        if len(set(self.options)) < len(self.options):
            raise ValueError("The options must differ from each other.")
        if self.correct_answer not in self.options:
            raise ValueError("correctAnswer must be one of the options.")


class InlineQuiz(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """The guide's quiz inside a section. Learners see that it is there, not what it holds."""

    questions: Annotated[list[InlineQuestion], Meta(min_length=1, max_length=50)]


class NewSection(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """A section to be added, at the end where no order is given."""

    title: Title
    content: Content = ""
    type: SectionType = SectionType.TEXT
    order: Order | None = None
    video_url: Url | None = None
    image_url: Url | None = None
    code_snippet: Code | None = None
    quiz: InlineQuiz | None = None
    preview: bool = False
    metadata: Extra = {}


class SectionEdit(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """Changes to a section; what is left out stays. Another order moves it in its lesson."""

    title: Title | UnsetType = UNSET
    content: Content | UnsetType = UNSET
    type: SectionType | UnsetType = UNSET
    order: Order | UnsetType = UNSET
    video_url: Url | UnsetType | None = UNSET
    image_url: Url | UnsetType | None = UNSET
    code_snippet: Code | UnsetType | None = UNSET
    quiz: InlineQuiz | UnsetType | None = UNSET
    preview: bool | UnsetType = UNSET
    metadata: Extra | UnsetType = UNSET


class SectionForStaff(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A section of the working copy; `content` is Markdown as it was written."""

    id: UUID
    lesson_id: UUID
    course_id: UUID
    title: str
    content: str
    type: SectionType
    order: int
    video_url: str | None
    image_url: str | None
    code_snippet: str | None
    quiz: InlineQuiz | None
    preview: bool
    revision: int
    created_at: datetime
    updated_at: datetime
    metadata: dict[str, Any]  # Any: the integration's own JSON
