"""What to do next and why: the same rows always make the same path."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.analytics.data.learning_path import (
    Facts,
    LearningPath,
    NewCourse,
    Standing,
    Suggestion,
    SuggestionReason,
)
from alcuin.analytics.data.steps import CourseBegun, Done, Step
from alcuin.analytics.rules.steps import done_of, next_step, percentages
from alcuin.catalog import Outline

NEARLY = 80
"""Percent from which a course is nearly finished."""

MOST = 20
"""Suggestions."""

FEW = 3
"""Suggestions up to which other categories fill the path."""

# One after the other; within each, rows keep the order that they were read in.
_TURNS = (
    SuggestionReason.CONTINUE,
    SuggestionReason.NEARLY_FINISHED,
    SuggestionReason.RECENTLY_VISITED,
    SuggestionReason.ENROLLED,
    SuggestionReason.NEXT_DIFFICULTY,
    SuggestionReason.SAME_DIFFICULTY,
    SuggestionReason.FIRST_STEPS,
    SuggestionReason.OTHER_CATEGORY,
)


class _Open(msgspec.Struct, frozen=True):
    """An unfinished course that has a next step."""

    row: CourseBegun
    title: str
    step: Step

    @property
    def percentage(self) -> int:
        return self.row.units_done * 100 // self.row.units_total


def learning_path(
    standing: Standing, courses: Sequence[CourseBegun], outlines: Mapping[UUID, Outline]
) -> LearningPath:
    """Unfinished courses first, then new ones; of other categories where there is little else.

    The last visited leads, then what is nearly finished, what was visited lately, the rest.
    """
    going = [
        (_reason(course, standing.recent_since, is_last=not n), course)
        for n, course in enumerate(_open(courses, outlines, done_of(standing)))
    ]
    going.sort(key=lambda each: (_TURNS.index(each[0]), _rank(*each)))
    new = sorted(map(_new, standing.new_courses), key=lambda each: _TURNS.index(each.reason))
    path = [*(_going(*each) for each in going), *new][:MOST]
    better = [each for each in path if each.reason is not SuggestionReason.OTHER_CATEGORY]
    # They come last, so that what is cut off is they.
    return LearningPath(path[: max(FEW, len(better))])


def _open(
    courses: Sequence[CourseBegun], outlines: Mapping[UUID, Outline], done: Done
) -> Iterator[_Open]:
    for row in courses:
        outline = outlines.get(row.course_id)
        if outline and (step := next_step(outline, percentages(outline, done), done)):
            yield _Open(row, outline.title, step)


def _reason(course: _Open, recent_since: datetime, *, is_last: bool) -> SuggestionReason:
    if is_last:
        return SuggestionReason.CONTINUE
    if course.percentage >= NEARLY:
        return SuggestionReason.NEARLY_FINISHED
    if course.row.units_done and course.row.last_accessed_at >= recent_since:
        return SuggestionReason.RECENTLY_VISITED
    return SuggestionReason.ENROLLED


def _rank(reason: SuggestionReason, course: _Open) -> int:
    """Of what is nearly finished, the nearest first; otherwise as visited."""
    return -course.percentage if reason is SuggestionReason.NEARLY_FINISHED else 0


def _going(reason: SuggestionReason, course: _Open) -> Suggestion:
    """What another lesson waits for is suggested as that, in the turn that its course has."""
    row, step = course.row, course.step
    return Suggestion(
        reason=SuggestionReason.REQUIRED if step.required_by else reason,
        course_id=row.course_id,
        slug=row.slug,
        title=course.title,
        next=step.next,
        facts=Facts(
            completion_percentage=course.percentage,
            units_left=row.units_total - row.units_done,
            last_accessed_at=row.last_accessed_at,
            required_by=step.required_by,
        ),
    )


def _new(course: NewCourse) -> Suggestion:
    return Suggestion(
        reason=_reason_of_new(course),
        course_id=course.course_id,
        slug=course.slug,
        title=course.title,
        next=None,
        facts=Facts(
            category=course.category,
            difficulty=course.difficulty,
            finished=course.finished or None,
            difficulty_reached=course.reached,
            published_at=course.published_at,
        ),
    )


def _reason_of_new(course: NewCourse) -> SuggestionReason:
    if course.reached is None:
        return SuggestionReason.FIRST_STEPS
    if not course.finished:
        return SuggestionReason.OTHER_CATEGORY
    is_same = course.difficulty == course.reached
    return SuggestionReason.SAME_DIFFICULTY if is_same else SuggestionReason.NEXT_DIFFICULTY
