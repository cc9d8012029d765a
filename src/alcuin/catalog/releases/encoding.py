"""What a release says to each audience, as bytes, and its card for the catalog.

Fields that an audience may not see are left out here, never hidden afterwards.
"""

import hashlib
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


class Body(msgspec.Struct, frozen=True):
    """One audience's bytes and their hash."""

    audience: Audience
    hash: str
    body: bytes


def encoded_for(
    audience: Audience,
    copy: WorkingCopy,
    edition: Edition,
    by_lesson: dict[UUID, list[SectionCopy]],
    html: dict[UUID, str],
) -> Body:
    """The whole course; `html` is that of the sections, by their ids."""
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


def card_of(copy: WorkingCopy, edition: Edition) -> Card:
    """The course as lists show it; its fields stand in another order than those of `_course`."""
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
