"""What types and lengths cannot say about what authors write."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import UnsetType

from alcuin.catalog.data.bounds import MAX_AI_METADATA, MAX_METADATA
from alcuin.catalog.data.courses import CourseEdit, NewCourse
from alcuin.catalog.data.lessons import LessonEdit, NewLesson
from alcuin.catalog.data.sections import NewSection, SectionEdit
from alcuin.catalog.rules.names import category_key, is_reserved
from alcuin.kit.problems import FieldError, Invalid

_MEDIA = re.compile(r"/api/media/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNFIT_FOR_URLS = re.compile(r"[\s\x00-\x1f\x7f\\<>\"^`{|}]")


def require_sound(written: Any) -> None:  # Any: one of the shapes told apart below
    """Raise Invalid with everything wrong in a new course, lesson or section, or an edit of one."""
    found = list(_errors(written))
    if found:
        raise Invalid(*found)


def _errors(written: Any) -> Iterator[FieldError]:  # Any: as above
    yield from _too_large("/metadata", written.metadata, MAX_METADATA)
    match written:
        case NewCourse() | CourseEdit():
            yield from _bad_url("/thumbnail", written.thumbnail)
            yield from _too_large("/aiMetadata", written.ai_metadata, MAX_AI_METADATA)
            yield from _twice("/tags", written.tags)
            yield from _bad_category(written.category)
            yield from _bad_slug(written.slug)
        case NewLesson() | LessonEdit():
            yield from _twice("/requires", written.requires)
        case NewSection() | SectionEdit():
            yield from _bad_url("/videoUrl", written.video_url)
            yield from _bad_url("/imageUrl", written.image_url)


def is_safe_url(url: str) -> bool:
    """Https with a host and nobody's password, or one of our own media."""
    if _MEDIA.fullmatch(url):
        return True
    if _UNFIT_FOR_URLS.search(url):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  reading it is what checks it
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def _bad_url(pointer: str, url: str | UnsetType | None) -> Iterator[FieldError]:
    if isinstance(url, str) and not is_safe_url(url):
        yield FieldError(pointer, "Give an https address, or that of a file of this course.", "url")


def _too_large(
    pointer: str,
    value: dict[str, Any] | UnsetType | None,  # Any: JSON
    limit: int,
) -> Iterator[FieldError]:
    if isinstance(value, dict) and len(msgspec.json.encode(value)) > limit:
        yield FieldError(pointer, f"This holds at most {limit} bytes as JSON.", "length")


def _twice(pointer: str, values: list[Any] | UnsetType) -> Iterator[FieldError]:  # Any: as below
    if isinstance(values, UnsetType):
        return
    seen = set()
    for at, value in enumerate(values):
        same = value.strip().casefold() if isinstance(value, str) else value
        if same in seen:
            yield FieldError(f"{pointer}/{at}", "This stands here twice.", "repeated")
        seen.add(same)


def _bad_category(name: str | UnsetType) -> Iterator[FieldError]:
    if isinstance(name, str) and not category_key(name):
        yield FieldError("/category", "A category needs a letter or a digit.", "pattern")


def _bad_slug(slug: str | UnsetType | None) -> Iterator[FieldError]:
    if isinstance(slug, str) and is_reserved(slug):
        yield FieldError("/slug", "This slug would be read as something else.", "reserved")
