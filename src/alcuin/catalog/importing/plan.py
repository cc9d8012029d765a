"""What reading a folder gives: a plan of the course, and a report."""

from typing import Literal

import msgspec

from alcuin.catalog.data.bounds import (
    Category,
    Code,
    Content,
    Description,
    Language,
    Minutes,
    Phrases,
    Slug,
    Tags,
    Title,
    Url,
)
from alcuin.catalog.data.courses import Difficulty
from alcuin.catalog.data.lessons import ContentType
from alcuin.catalog.data.sections import InlineQuiz, SectionType
from alcuin.catalog.importing.attachments import FoundFile

What = Literal["taken", "changed", "left_out"]


class SectionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A section to be. `key` is its name across imports, unique in the course.

    `files` are those of the folder that it names: their paths by address as written.
    """

    key: str
    title: Title
    content: Content = ""
    type: SectionType = SectionType.TEXT
    video_url: Url | None = None
    image_url: Url | None = None
    code_snippet: Code | None = None
    quiz: InlineQuiz | None = None
    preview: bool = False
    files: dict[str, str] = {}


class LessonPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson to be. `requires` holds keys of lessons of the same plan."""

    key: str
    title: Title
    description: Description = ""
    estimated_minutes: Minutes = 0
    content_type: ContentType = ContentType.TEXT
    objectives: Phrases = []
    prerequisites: Phrases = []
    requires: list[str] = []
    sections: list[SectionPlan] = []


class CoursePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A course to be, lessons and sections in their order.

    `files` are those of the folder that the course itself names, as those of a section.
    """

    key: str
    title: Title
    slug: Slug
    description: Description
    category: Category
    difficulty: Difficulty
    tags: Tags
    language: Language
    estimated_minutes: Minutes
    lessons: list[LessonPlan]
    thumbnail: Url | None = None
    files: dict[str, str] = {}

    def named_files(self) -> set[str]:
        """Paths of the files of the folder that go with the course."""
        sections = (section for lesson in self.lessons for section in lesson.sections)
        named = [self.files, *(section.files for section in sections)]
        return {path for files in named for path in files.values()}


class CourseDefaults(msgspec.Struct, frozen=True, kw_only=True):
    """What the importer knows of the course; it goes before what the folder says.

    `site` is the address for which a foreign folder was written (`https://example.org`):
    its links to other pages then lead there, instead of being left out.
    """

    title: Title | None = None
    description: Description | None = None
    category: Category | None = None
    difficulty: Difficulty | None = None
    language: Language | None = None
    site: str | None = None


class ReportItem(msgspec.Struct, frozen=True):
    """One thing that was read. `line` counts from 1 in the file; 0 is the file as a whole."""

    path: str
    line: int
    what: What
    detail: str


class WordCount(msgspec.Struct, frozen=True):
    """The words of one file's text: `read + added == taken + left_out`, or words are lost.

    `taken` are in the plan, `left_out` is what the report names, `added` was not in the file
    or is there once: a footnote that two sections refer to, the site's name in a link.
    """

    path: str
    read: int
    taken: int
    left_out: int
    added: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every word is accounted for."""
        return self.read + self.added == self.taken + self.left_out


class Report(msgspec.Struct, frozen=True):
    """What became of everything in the folder."""

    items: list[ReportItem]
    words: list[WordCount]


class Reading(msgspec.Struct, frozen=True):
    """A folder, read; `files` are those that the plan names."""

    plan: CoursePlan
    report: Report
    files: list[FoundFile]
