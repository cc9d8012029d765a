"""From what is done to what is shown. Percentages are rounded down, so 100 means everything."""

from datetime import datetime
from uuid import UUID

from alcuin.catalog import Outline, OutlineLesson
from alcuin.progress.data.courses import (
    CourseProgress,
    Explanation,
    LearnerCourse,
    LearnerLesson,
    LessonProgress,
    LessonShown,
    SectionShown,
    Unit,
)
from alcuin.progress.data.lists import CourseCounts

Times = dict[UUID, datetime]


def percentage(done: int, total: int) -> int:
    """Rounded down."""
    return done * 100 // total


def course_progress(
    user_id: UUID, row: LearnerCourse, outline: Outline, *, explain: bool
) -> CourseProgress:
    """A learner's row against the outline of the release it was counted for."""
    sections = dict(zip(row.section_ids, row.section_times, strict=True))
    lessons = dict(zip(row.lesson_ids, row.lesson_times, strict=True))
    shown = [_lesson(lesson, sections, lessons) for lesson in outline.lessons]
    return CourseProgress(
        user_id=user_id,
        course_id=outline.id,
        release=row.release,
        active=row.active,
        completion_percentage=percentage(row.units_done, row.units_total),
        overall_progress=sum(each.completion_percentage for each in shown) // len(shown),
        completed_lessons=row.lessons_done,
        total_lessons=row.lessons_total,
        completed_units=row.units_done,
        total_units=row.units_total,
        is_completed=row.completed_at is not None,
        started_at=row.started_at,
        completed_at=row.completed_at,
        completed_release=row.completed_release,
        last_accessed_at=row.last_accessed_at,
        lessons_progress=shown,
        **({"explanation": explained(shown, sections)} if explain else {}),
    )


def _lesson(lesson: OutlineLesson, sections: Times, lessons: Times) -> LessonShown:
    shown = [
        SectionShown(section.id, section.title, (at := sections.get(section.id)) is not None, at)
        for section in lesson.sections
    ]
    completed_at = lessons.get(lesson.id)
    done = sum(section.completed for section in shown)
    return LessonShown(
        lesson.id,
        lesson.title,
        completed_at is not None,
        completed_at,
        percentage(done, len(shown)) if shown else 100 * (completed_at is not None),
        shown,
    )


def explained(lessons: list[LessonShown], sections: Times) -> Explanation:
    """Every unit of the release, counted or missing, and what was completed beyond it."""
    units = [unit for lesson in lessons for unit in _units(lesson)]
    known = {unit.section_id for unit in units}
    return Explanation(
        counted=[unit for unit in units if unit.completed_at],
        missing=[unit for unit in units if not unit.completed_at],
        no_longer_counted=sorted(sections.keys() - known),
    )


def _units(lesson: LessonShown) -> list[Unit]:
    if not lesson.sections_progress:
        return [Unit(lesson.id, lesson.title, None, lesson.completed_at)]
    return [
        Unit(lesson.id, section.title, section.id, section.completed_at)
        for section in lesson.sections_progress
    ]


def lesson_progress(
    course: CourseProgress, lesson_id: UUID, moments: LearnerLesson | None
) -> LessonProgress | None:
    """One lesson of a learner's course; None where the release does not hold it."""
    shown = next((each for each in course.lessons_progress if each.id == lesson_id), None)
    if shown is None:
        return None
    return LessonProgress(
        user_id=course.user_id,
        course_id=course.course_id,
        lesson_id=lesson_id,
        title=shown.title,
        release=course.release,
        completion_percentage=shown.completion_percentage,
        completed_sections=sum(section.completed for section in shown.sections_progress),
        total_sections=len(shown.sections_progress),
        is_completed=shown.completed,
        started_at=moments.started_at if moments else None,
        completed_at=shown.completed_at,
        last_accessed_at=moments.last_accessed_at if moments else None,
        sections_progress=shown.sections_progress,
    )


def counts(row: LearnerCourse) -> CourseCounts:
    """A learner's counters alone."""
    return CourseCounts(
        release=row.release,
        completion_percentage=percentage(row.units_done, row.units_total),
        completed_lessons=row.lessons_done,
        total_lessons=row.lessons_total,
        is_completed=row.completed_at is not None,
        started_at=row.started_at,
        completed_at=row.completed_at,
        last_accessed_at=row.last_accessed_at,
    )
