"""Front matter: the YAML between two lines of `---` at the start of a file."""

import re
from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
import yaml
from msgspec import Meta

from alcuin.catalog.data.bounds import (
    Category,
    Code,
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
from alcuin.catalog.importing.errors import problem
from alcuin.catalog.importing.files import TextFile
from alcuin.kit.problems import FieldError

MAX_MATTER = 64 * 1024

_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

Id = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]
Matter = dict[str, Any]  # Any: whatever the YAML says, before it is converted


class CourseMatter(msgspec.Struct, frozen=True, rename="camel"):
    """Front matter of `course.md`."""

    id: Id | None = None
    title: Title | None = None
    slug: Slug | None = None
    description: Description | None = None
    category: Category | None = None
    difficulty: Difficulty | None = None
    tags: Tags = []
    thumbnail: Url | None = None
    language: Language | None = None
    estimated_duration: Minutes | None = None


class LessonMatter(msgspec.Struct, frozen=True, rename="camel"):
    """Front matter of a lesson, in ours and in foreign folders."""

    id: Id | None = None
    title: Title | None = None
    description: Description | None = None
    estimated_duration: Minutes | None = None
    objectives: Phrases = []
    prerequisites: Phrases = []
    requires: list[Id] = []
    content_type: ContentType | None = None


class SectionMatter(msgspec.Struct, frozen=True, rename="camel"):
    """Front matter of a section's own file."""

    id: Id | None = None
    title: Title | None = None
    type: SectionType | None = None
    video_url: Url | None = None
    image_url: Url | None = None
    code_snippet: Code | None = None
    quiz: InlineQuiz | None = None
    preview: bool = False


class Page(msgspec.Struct, frozen=True):
    """A file taken apart. `line` is that of the first line of `body`."""

    path: str
    head: str
    matter: Matter
    body: str
    line: int


class MatterUnreadable(ValueError):
    """Front matter that cannot be read; holds the problem."""

    def __init__(self, found: FieldError) -> None:
        super().__init__(found.message)
        self.problem = found


def take_apart(file: TextFile) -> Page:
    """Front matter and body. Raises MatterUnreadable."""
    if file.text.startswith("+++"):
        raise MatterUnreadable(problem(file.path, 1, "Front matter in TOML; write it in YAML."))
    found = _MATTER.match(file.text)
    if found is None:
        return Page(file.path, "", {}, file.text, 1)
    body = file.text[found.end() :]
    line = file.text.count("\n", 0, found.end()) + 1
    head = found.group(1)
    return Page(file.path, head, _loaded(file.path, head), body, line)


T = TypeVar("T", CourseMatter, LessonMatter, SectionMatter)


def as_(shape: type[T], page: Page) -> T:
    """The front matter's fields that the shape knows. Raises MatterUnreadable."""
    shared = names_of(shape) & page.matter.keys()
    known = {name: _plain(name, page.matter[name]) for name in shared}
    given = {name: value for name, value in known.items() if value is not None}
    try:
        return msgspec.convert(given, shape)
    except msgspec.ValidationError as fault:
        message = str(fault)
        named = re.search(r"`\$\.(\w+)", message)
        line = line_of(page, named.group(1)) if named else 1
        raise MatterUnreadable(problem(page.path, line, message)) from fault


def only(page: Page, *names: str) -> Page:
    """The page with these names of its front matter."""
    kept = {name: value for name, value in page.matter.items() if name in names}
    return msgspec.structs.replace(page, matter=kept)


def names_of(shape: type[msgspec.Struct]) -> set[str]:
    """Names of front matter that the shape reads."""
    return {field.encode_name for field in msgspec.structs.fields(shape)}


def line_of(page: Page, name: str) -> int:
    """The line on which front matter gives a name its value."""
    lines = enumerate(page.head.splitlines(), start=2)
    return next((number for number, line in lines if line.startswith(f"{name}:")), 1)


def _plain(name: str, value: Any) -> Any:  # Any: as Matter
    """YAML's reading of people's writing: numbers as titles, enums in lower case."""
    if name in {"id", "title", "description"} and isinstance(value, int | float | date):
        return str(value)
    if name in {"difficulty", "type", "contentType"} and isinstance(value, str):
        return value.upper()
    if name in {"title", "description"} and isinstance(value, str):
        return value.strip()
    if name == "tags" and isinstance(value, str):
        return [tag.strip() for tag in value.split(",")]
    return value


class _Loader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them unfold to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # Any: as the parent class has it
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)


def _loaded(path: str, text: str) -> Matter:
    if len(text) > MAX_MATTER:
        raise MatterUnreadable(problem(path, 1, f"Front matter is over {MAX_MATTER} characters."))
    try:
        found = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark else 1
        raise MatterUnreadable(problem(path, line, f"Not YAML: {fault.problem}.")) from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise MatterUnreadable(problem(path, 1, f"Not YAML that can be read: {fault}.")) from fault
    if not isinstance(found, dict | None):
        raise MatterUnreadable(problem(path, 1, "Front matter must be names with values."))
    return found or {}
