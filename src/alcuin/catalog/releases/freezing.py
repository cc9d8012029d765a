"""Freezing a working copy: rendered and sanitized once, counted once, encoded for each audience."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from alcuin.catalog.releases.copies import Edition, SectionCopy, WorkingCopy
from alcuin.catalog.releases.encoding import Body, card_of, encoded_for
from alcuin.catalog.releases.shapes import Audience
from alcuin.catalog.rendering import Files, Rendered, file_at, plain_text, render


class RenderingNote(msgspec.Struct, frozen=True, rename="camel"):
    """Something of a section that was left out or changed when it was rendered."""

    section_id: UUID
    kind: str
    detail: str


class ShownFile(msgspec.Struct, frozen=True):
    """A file that a release shows: to everybody, or to its learners alone."""

    media_id: UUID
    audience: Audience


class FrozenRelease(msgspec.Struct, frozen=True):
    """A release ready to be stored."""

    bodies: list[Body]
    card: str
    words: str
    units: int
    notes: list[RenderingNote]
    files: list[ShownFile]


def freeze(
    copy: WorkingCopy, edition: Edition, image_hosts: frozenset[str], files: Files
) -> FrozenRelease:
    """Make a release; `files` are the course's own, as far as it names them.

    Pure and, for a long book, about a second of work: call it off the loop.
    """
    by_lesson: dict[UUID, list[SectionCopy]] = defaultdict(list)
    for section in copy.sections:
        by_lesson[section.lesson_id].append(section)
    rendered = {
        section.id: render(
            section.content,
            prefix=section_prefix(section.id),
            image_hosts=image_hosts,
            files=files,
        )
        for section in copy.sections
    }
    html = {section_id: done.html for section_id, done in rendered.items()}
    return FrozenRelease(
        bodies=[encoded_for(audience, copy, edition, by_lesson, html) for audience in Audience],
        card=msgspec.json.encode(card_of(copy, edition)).decode(),
        words=_words(copy, html.values()),
        units=sum(max(1, len(by_lesson[lesson.id])) for lesson in copy.lessons),
        notes=[
            RenderingNote(section_id, note.kind, note.detail)
            for section_id, done in rendered.items()
            for note in done.notes
        ],
        files=list(_shown(copy, rendered, files)),
    )


def _shown(copy: WorkingCopy, rendered: dict[UUID, Rendered], files: Files) -> Iterator[ShownFile]:
    """Each file once: what everybody sees, then what only learners do."""
    public, learners = set[UUID](), set[UUID]()
    if thumbnail := file_at(copy.course.thumbnail or "", files):
        public.add(thumbnail.id)
    for section in copy.sections:
        seen = public if section.preview else learners
        seen |= rendered[section.id].files
        fields = (section.image_url, section.video_url)
        seen |= {file.id for url in fields if (file := file_at(url or "", files))}
    yield from (ShownFile(media_id, Audience.PUBLIC) for media_id in sorted(public))
    yield from (ShownFile(media_id, Audience.LEARNER) for media_id in sorted(learners - public))


def section_prefix(section_id: UUID) -> str:
    """What ids inside a section begin with, so that sections can stand on one page."""
    return f"s{section_id.hex[-10:]}-"


# A tsvector holds a megabyte; the first words of a book say what it is about.
_WORDS_OF_CONTENT = 100_000


def _words(copy: WorkingCopy, html: Iterable[str]) -> str:
    """What the public may search in: outline and previews, never what must be enrolled for."""
    shown = [copy.course.description, copy.course.category_name, *copy.course.tags]
    shown += [f"{lesson.title} {lesson.description}" for lesson in copy.lessons]
    shown += [section.title for section in copy.sections]
    previews = zip(copy.sections, html, strict=True)
    shown += [plain_text(text) for section, text in previews if section.preview]
    return "\n".join(shown)[:_WORDS_OF_CONTENT]
