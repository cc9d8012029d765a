"""From a learner's rows to what is shown of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import starmap
from uuid import UUID

from alcuin.achievements import Unlocked
from alcuin.analytics.data.dashboard import (
    CourseToContinue,
    Dashboard,
    DayOfLearning,
    DaysOfLearning,
    LearnerNumbers,
)
from alcuin.analytics.data.steps import CourseBegun, Done
from alcuin.analytics.rules.steps import done_of, next_step, overall_progress, percentages
from alcuin.catalog import Outline

WEEK = timedelta(days=7)


def dashboard(
    row: LearnerNumbers, courses: Sequence[CourseBegun], outlines: Mapping[UUID, Outline]
) -> Dashboard:
    """Courses whose release was withdrawn have no outline, and nothing to go on with."""
    days = list(starmap(DayOfLearning, row.days))
    done = done_of(row)
    return Dashboard(
        courses_enrolled=row.courses_enrolled,
        courses_in_progress=row.courses_in_progress,
        courses_completed=row.courses_completed,
        lessons_completed=row.lessons_completed,
        units_completed=row.units_completed,
        overall_progress=row.overall_progress,
        total_time_spent=row.total_seconds // 60,
        total_seconds=row.total_seconds,
        learning_streak=row.learning_streak,
        longest_streak=row.longest_streak,
        last_active_date=row.last_active_date,
        active_today=row.active_today,
        skill_points=row.skill_points,
        today=row.today,
        time_zone=row.time_zone,
        on_today=_since(days, row.today),
        last_seven_days=_since(days, row.today - WEEK + timedelta(days=1)),
        last_thirty_days=_sum(days),
        days=days,
        recent_achievements=list(starmap(_unlocked, row.achievements)),
        continue_learning=[
            _course(course, outlines[course.course_id], done)
            for course in courses
            if course.course_id in outlines
        ],
    )


def _unlocked(  # noqa: PLR0917  columns of a row
    key: str,
    rule: str,
    title: str,
    description: str,
    points: int,
    unlocked_at: datetime,
    reached: int,
) -> Unlocked:
    return Unlocked(
        key=key,
        type=rule,
        title=title,
        description=description,
        points=points,
        unlocked_at=unlocked_at,
        reached=reached,
    )


def _since(days: Sequence[DayOfLearning], first: date) -> DaysOfLearning:
    return _sum([day for day in days if day.date >= first])


def _sum(days: Sequence[DayOfLearning]) -> DaysOfLearning:
    return DaysOfLearning(
        sum([day.seconds for day in days]), sum([day.completions for day in days]), len(days)
    )


def _course(row: CourseBegun, outline: Outline, done: Done) -> CourseToContinue:
    of_lessons = percentages(outline, done)
    step = next_step(outline, of_lessons, done)
    return CourseToContinue(
        course_id=row.course_id,
        slug=row.slug,
        title=outline.title,
        status=row.status,
        release=row.release,
        completion_percentage=row.units_done * 100 // row.units_total,
        overall_progress=overall_progress(of_lessons),
        completed_lessons=row.lessons_done,
        total_lessons=row.lessons_total,
        completed_units=row.units_done,
        total_units=row.units_total,
        last_accessed_at=row.last_accessed_at,
        next=step.next if step else None,
    )
