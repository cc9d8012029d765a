"""What comes next in a course."""

from collections.abc import Sequence
from itertools import starmap

from alcuin.analytics.data.steps import Begun, CourseBegun, Done, LessonNamed, NextStep, Step
from alcuin.catalog import Outline, OutlineLesson

WHOLE = 100


def courses_of(begun: Begun) -> list[CourseBegun]:
    """The last visited first."""
    return list(starmap(CourseBegun, begun.courses))


def done_of(begun: Begun) -> Done:
    """What is done, to be looked up."""
    return Done(
        {lesson_id: percent for lesson_id, percent, _ in begun.lessons},
        {lesson_id for lesson_id, _, is_completed in begun.lessons if is_completed},
        set(begun.section_ids),
    )


def percentages(outline: Outline, done: Done) -> list[int]:
    """Of each lesson of the release, rounded down: 100 is everything."""
    return [done.percentages.get(lesson.id, 0) for lesson in outline.lessons]


def overall_progress(of_lessons: Sequence[int]) -> int:
    """The guide's: the mean of the lessons' percentages, rounded down here."""
    return sum(of_lessons) // len(of_lessons) if of_lessons else 0


def next_step(outline: Outline, of_lessons: Sequence[int], done: Done) -> Step | None:
    """The first thing not done in the order of the release, or what must be done before it.

    None where nothing is left, which a learner's row says a moment later than the release.
    """
    pairs = zip(outline.lessons, of_lessons, strict=True)
    wanted = next((lesson for lesson, percent in pairs if percent < WHOLE), None)
    if wanted is None:
        return None
    lesson = _first_required(outline, wanted, done) if wanted.requires else wanted
    section = next((each for each in lesson.sections if each.id not in done.sections), None)
    return Step(
        NextStep(
            lesson.id,
            lesson.title,
            section.id if section else None,
            section.title if section else None,
        ),
        LessonNamed(wanted.id, wanted.title) if lesson is not wanted else None,
    )


def _first_required(outline: Outline, wanted: OutlineLesson, done: Done) -> OutlineLesson:
    """Follow requirements down to a lesson that may be studied now. There are no circles."""
    lessons = {lesson.id: lesson for lesson in outline.lessons}
    found = wanted
    for _ in lessons:
        missing = [
            lessons[each] for each in found.requires if each in lessons and each not in done.lessons
        ]
        if not missing:
            break
        found = missing[0]
    return found
