"""Freezing a working copy: rendered and sanitized once, counted once, encoded for each audience."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec
from msgspec import UNSET

from alcuin.catalog.releases.copies import Edition, SectionCopy, WorkingCopy
from alcuin.catalog.releases.shapes import (
    Audience,
    Card,
    ReleasedCourse,
    ReleasedLesson,
    ReleasedSection,
)
from alcuin.catalog.rendering import Files, Rendered, file_at, plain_text, render


class Body(msgspec.Struct, frozen=True):
    """One audience's bytes and their hash."""

    audience: Audience
    hash: str
    body: bytes


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
        bodies=[_body(copy, edition, by_lesson, html, audience) for audience in Audience],
        card=msgspec.json.encode(_card(copy, edition)).decode(),
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


def _body(
    copy: WorkingCopy,
    edition: Edition,
    by_lesson: dict[UUID, list[SectionCopy]],
    html: dict[UUID, str],
    audience: Audience,
) -> Body:
    kept = {lesson.id for lesson in copy.lessons}
    lessons = [
        ReleasedLesson(
            id=lesson.id,
            title=lesson.title,
            description=lesson.description,
            order=order,
            estimated_duration=lesson.estimated_minutes,
            content_type=lesson.content_type,
            learning_objectives=lesson.learning_objectives,
            prerequisites=lesson.prerequisites,
            requires=[required for required in lesson.requires if required in kept],
            sections=[
                _section(section, place, html[section.id], audience)
                for place, section in enumerate(by_lesson[lesson.id], 1)
            ],
        )
        for order, lesson in enumerate(copy.lessons, 1)
    ]
    body = msgspec.json.encode(_course(copy, edition, lessons))
    return Body(audience, hashlib.sha256(body).hexdigest()[:32], body)


def _course(copy: WorkingCopy, edition: Edition, lessons: list[ReleasedLesson]) -> ReleasedCourse:
    course = copy.course
    return ReleasedCourse(
        id=course.id,
        slug=course.slug,
        title=course.title,
        description=course.description,
        difficulty=course.difficulty,
        category=course.category_name,
        tags=course.tags,
        thumbnail=course.thumbnail,
        estimated_duration=course.estimated_minutes,
        language=course.language,
        release=edition.number,
        published_at=edition.published_at,
        released_at=edition.released_at,
        created_by=course.created_by,
        lesson_count=len(copy.lessons),
        section_count=len(copy.sections),
        lessons=lessons,
    )


def _section(section: SectionCopy, order: int, html: str, audience: Audience) -> ReleasedSection:
    outline = ReleasedSection(
        id=section.id,
        title=section.title,
        type=section.type,
        order=order,
        has_quiz=section.quiz is not None,
        preview=section.preview,
    )
    if audience is Audience.PUBLIC and not section.preview:
        return outline
    full = msgspec.structs.replace(
        outline,
        content=html,
        video_url=section.video_url,
        image_url=section.image_url,
        code_snippet=section.code_snippet,
    )
    if audience is not Audience.STAFF:
        return full
    quiz = UNSET if section.quiz is None else section.quiz
    return msgspec.structs.replace(full, source=section.content, quiz=quiz)


def _card(copy: WorkingCopy, edition: Edition) -> Card:
    course = copy.course
    return Card(
        id=course.id,
        slug=course.slug,
        title=course.title,
        description=course.description,
        difficulty=course.difficulty,
        category=course.category_name,
        tags=course.tags,
        thumbnail=course.thumbnail,
        estimated_duration=course.estimated_minutes,
        language=course.language,
        status="PUBLISHED",
        is_published=True,
        release=edition.number,
        published_at=edition.published_at,
        created_by=course.created_by,
        lesson_count=len(copy.lessons),
        section_count=len(copy.sections),
    )


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
