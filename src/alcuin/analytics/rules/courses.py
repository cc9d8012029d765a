"""What the numbers of a course come to."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.analytics.data.courses import (
    CourseAnalytics,
    CourseFigures,
    DropOff,
    LessonCounts,
    LessonNumbers,
)
from alcuin.catalog import OutlineLesson

STOPPED_DAYS = 14
"""Who has done nothing for so many days has stopped."""

NOTHING = LessonCounts(None, started=0, completed=0, timed=0, seconds=0)


def percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 is everything; 0 of nothing."""
    return part * 100 // whole if whole else 0


def mean(total: int, of: int) -> int:
    """Rounded to the nearest."""
    return round(total / of) if of else 0


def analytics(figures: CourseFigures, lessons: Sequence[OutlineLesson]) -> CourseAnalytics:
    """Put a course's numbers beside the lessons of its current release, in their order."""
    counts, dates = figures.counts, figures.dates
    shown = funnel(figures, lessons)
    seconds = sum(each.seconds for each in figures.lessons)
    return CourseAnalytics(
        course_id=figures.released.course_id,
        enrolled=counts.enrolled,
        active=counts.active,
        learners=counts.learners,
        completed=counts.completed,
        completion_rate=percent(counts.completed, counts.learners),
        average_progress=percent(
            sum(lesson.completed for lesson in shown), counts.learners * len(shown)
        ),
        seconds=seconds,
        mean_seconds=mean(seconds, counts.timed),
        time_zone=dates.time_zone,
        from_on=dates.from_on,
        until_on=dates.until_on,
        days=figures.days,
        weeks=figures.weeks,
        lessons=shown,
        drop_off=drop_off(figures, shown),
        cohorts=figures.cohorts,
    )


def funnel(figures: CourseFigures, lessons: Sequence[OutlineLesson]) -> list[LessonNumbers]:
    """Each lesson of the release, with what was counted of it in whatever release."""
    counted = {each.lesson_id: each for each in figures.lessons}
    stopped = _stopped(figures)
    return [
        _numbers(lesson, counted.get(lesson.id, NOTHING), stopped.get(lesson.id, 0))
        for lesson in lessons
    ]


def _numbers(lesson: OutlineLesson, counted: LessonCounts, stopped: int) -> LessonNumbers:
    return LessonNumbers(
        lesson_id=lesson.id,
        title=lesson.title,
        order=lesson.order,
        started=counted.started,
        completed=counted.completed,
        stopped=stopped,
        seconds=counted.seconds,
        mean_seconds=mean(counted.seconds, counted.timed),
    )


def drop_off(figures: CourseFigures, shown: Sequence[LessonNumbers]) -> DropOff:
    """All who stopped, and where they are that are in no lesson shown."""
    stopped = _stopped(figures)
    total, before = sum(stopped.values()), stopped.get(None, 0)
    return DropOff(
        days=STOPPED_DAYS,
        learners=total,
        before_first=before,
        elsewhere=total - before - sum(lesson.stopped for lesson in shown),
    )


def _stopped(figures: CourseFigures) -> dict[UUID | None, int]:
    return {each.lesson_id: each.learners for each in figures.stopped}
