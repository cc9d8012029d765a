"""Whether a plan can become a course."""

from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

import msgspec
from msgspec import UNSET

from alcuin.catalog.data.bounds import MAX_LESSONS, MAX_SECTIONS
from alcuin.catalog.data.courses import CourseEdit, NewCourse
from alcuin.catalog.importing import CoursePlan, LessonPlan, SectionPlan, readdressed
from alcuin.catalog.rules.content import is_safe_url
from alcuin.catalog.rules.files import named_files
from alcuin.catalog.rules.requirements import find_circle, told
from alcuin.kit.problems import FieldError, Invalid


def course_of(plan: CoursePlan) -> NewCourse:
    """Take the course's own fields out of a plan, but for the files that it names."""
    return NewCourse(
        title=plan.title,
        description=plan.description,
        category=plan.category,
        difficulty=plan.difficulty,
        tags=plan.tags,
        estimated_duration=plan.estimated_minutes,
        language=plan.language,
        slug=plan.slug,
    )


def edit_of(plan: CoursePlan) -> CourseEdit:
    """The same for a course that is there; it keeps its slug, and a thumbnail without another."""
    return CourseEdit(
        title=plan.title,
        description=plan.description,
        category=plan.category,
        difficulty=plan.difficulty,
        tags=plan.tags,
        estimated_duration=plan.estimated_minutes,
        language=plan.language,
        thumbnail=plan.thumbnail or UNSET,
    )


def with_files(plan: CoursePlan, addresses: Mapping[str, str]) -> CoursePlan:
    """The plan with the addresses that files have now, by their paths in the folder.

    Where a file could not be taken along, Markdown stays as it was written, and a field that
    names it is empty.
    """
    return msgspec.structs.replace(
        plan,
        thumbnail=_settled(plan.thumbnail, plan.files, addresses),
        lessons=[
            msgspec.structs.replace(
                lesson, sections=[_with_files(section, addresses) for section in lesson.sections]
            )
            for lesson in plan.lessons
        ],
    )


def _with_files(section: SectionPlan, addresses: Mapping[str, str]) -> SectionPlan:
    if not section.files:
        return section
    now = {said: addresses.get(path) for said, path in section.files.items()}
    return msgspec.structs.replace(
        section,
        content=readdressed(section.content, now.get),
        image_url=_settled(section.image_url, section.files, addresses),
    )


def _settled(
    said: str | None, files: Mapping[str, str], addresses: Mapping[str, str]
) -> str | None:
    return addresses.get(files[said]) if said and said in files else said


def files_of_sections(plan: CoursePlan) -> dict[str, UUID]:
    """Files that fields of sections name, by the section's key and a pointer."""
    return {
        f"{section.key}{pointer}": media_id
        for lesson in plan.lessons
        for section in lesson.sections
        for pointer, media_id in named_files(section).items()
    }


def require_importable(plan: CoursePlan) -> None:
    """Raise Invalid; pointers are the keys of lessons and sections."""
    try:
        # Structs made in Python have not met their own bounds yet.
        msgspec.convert(msgspec.to_builtins(plan), CoursePlan)
    except msgspec.ValidationError as wrong:
        raise Invalid.at("", str(wrong)) from wrong
    errors = [*_errors_of_course(plan)]
    for lesson in plan.lessons:
        errors += _errors_of_lesson(lesson)
    if errors:
        raise Invalid(*errors)


def _errors_of_course(plan: CoursePlan) -> Iterator[FieldError]:
    if len(plan.lessons) > MAX_LESSONS:
        yield FieldError("", f"A course has at most {MAX_LESSONS} lessons.", "length")
    yield from _twice("lesson", [lesson.key for lesson in plan.lessons])
    yield from _twice("section", [s.key for lesson in plan.lessons for s in lesson.sections])
    titles = {lesson.key: lesson.title for lesson in plan.lessons}
    graph = {}
    for lesson in plan.lessons:
        graph[lesson.key] = [required for required in lesson.requires if required in titles]
        for required in lesson.requires:
            if required not in titles:
                yield FieldError(lesson.key, f"There is no lesson “{required}”.", "unknown")
    if circle := find_circle(graph):
        yield FieldError(circle[0], told(circle, titles), "circle")


def _errors_of_lesson(lesson: LessonPlan) -> Iterator[FieldError]:
    if len(lesson.sections) > MAX_SECTIONS:
        yield FieldError(lesson.key, f"A lesson has at most {MAX_SECTIONS} sections.", "length")
    for section in lesson.sections:
        yield from _errors_of_section(section)


def _errors_of_section(section: SectionPlan) -> Iterator[FieldError]:
    for url in (section.video_url, section.image_url):
        if url is not None and url not in section.files and not is_safe_url(url):
            yield FieldError(
                section.key, "Give an https address, or that of a file of this course.", "url"
            )


def _twice(what: str, keys: list[str]) -> Iterator[FieldError]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield FieldError(key, f"More than one {what} has this key.", "repeated")
