"""An oracle: the numbers of courses, counted anew from the events, person by person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from alcuin.kit.events import Recorded

DONE = ("SectionCompleted", "LessonCompleted", "CourseCompleted")


class Life(msgspec.Struct):
    """All that the log says of one learner in one course."""

    enrolled: bool = False
    came: list[date] = []
    left: list[date] = []
    started: bool = False
    completed_on: date | None = None
    acted: set[date] = set()
    lesson: UUID | None = None
    seconds: dict[tuple[date, UUID | None], int] = {}
    lessons: set[UUID] = set()
    lessons_completed: set[UUID] = set()

    def hears(self, event: Recorded) -> None:
        if event.kind in ("Enrolled", "Withdrawn"):
            self.enrolled = event.kind == "Enrolled"
            on = event.at.astimezone(ZoneInfo(event.time_zone or "UTC")).date()
            (self.came if self.enrolled else self.left).append(on)
            return
        assert event.local_on
        if event.lesson_id:
            self.lessons.add(event.lesson_id)
        if event.kind == "TimeCredited":
            assert event.data
            key = event.local_on, event.lesson_id
            self.seconds[key] = self.seconds.get(key, 0) + int(str(event.data["seconds"]))
            self.acted.add(event.local_on)
            return
        self.started = True
        if event.kind == "LessonCompleted" and event.lesson_id:
            self.lessons_completed.add(event.lesson_id)
        if event.kind == "CourseCompleted" and not self.completed_on:
            self.completed_on = event.local_on
        if event.data != {"by": "release"}:
            self.acted.add(event.local_on)
            self.lesson = event.lesson_id or self.lesson

    def was_active(self, week: date) -> bool:
        return any(week <= day < week + timedelta(7) for day in self.acted)

    def has_stopped(self, today: date) -> bool:
        if not self.enrolled or self.completed_on:
            return False
        return (today - max([*self.acted, self.came[-1]])).days >= 14

    def on_lesson(self, lesson: UUID | None) -> int:
        return sum(n for (_, of), n in self.seconds.items() if of == lesson)


def lives(events: Iterable[Recorded]) -> dict[UUID, dict[UUID, Life]]:
    """By course and learner."""
    known: dict[UUID, dict[UUID, Life]] = defaultdict(lambda: defaultdict(Life))
    for event in events:
        if event.user_id and event.course_id and event.kind in (*DONE, *OTHERS):
            known[event.course_id][event.user_id].hears(event)
    return known


OTHERS = ("Enrolled", "Withdrawn", "TimeCredited")


def monday(day: date) -> date:
    return day - timedelta(day.weekday())


def counts(of: Sequence[Life]) -> dict[str, Any]:
    learners = sum(bool(life.came) for life in of)
    completed = sum(life.completed_on is not None for life in of)
    return {
        "enrolled": sum(life.enrolled for life in of),
        "active": sum(life.enrolled and life.started for life in of),
        "learners": learners,
        "completed": completed,
        "completionRate": completed * 100 // learners if learners else 0,
    }


def days(of: Sequence[Life], first: date, last: date) -> list[dict[str, Any]]:
    found = []
    for n in range((last - first).days + 1):
        on = first + timedelta(n)
        day = {
            "enrolled": sum(life.came.count(on) for life in of),
            "withdrawn": sum(life.left.count(on) for life in of),
            "completed": sum(life.completed_on == on for life in of),
            "activeLearners": sum(on in life.acted for life in of),
            "seconds": sum(n for life in of for (day, _), n in life.seconds.items() if day == on),
        }
        if any(day.values()):
            found.append({"date": on.isoformat(), **day})
    return found


def weeks(first: date, last: date) -> list[date]:
    """Mondays of all weeks of which a day is asked for."""
    return [
        monday(first) + timedelta(7 * n)
        for n in range(((monday(last) - monday(first)).days // 7) + 1)
    ]


def active_weeks(of: Sequence[Life], first: date, last: date) -> list[dict[str, Any]]:
    counted = [(week, sum(life.was_active(week) for life in of)) for week in weeks(first, last)]
    return [{"weekOf": week.isoformat(), "activeLearners": n} for week, n in counted if n]


def cohorts(of: Sequence[Life], first: date, last: date, today: date) -> list[dict[str, Any]]:
    found = []
    for week in weeks(first, last):
        who = [life for life in of if life.came and monday(life.came[0]) == week]
        begun = [week + timedelta(7 * n) for n in range(13) if week + timedelta(7 * n) <= today]
        if who:
            found.append(
                {
                    "weekOf": week.isoformat(),
                    "learners": len(who),
                    "completed": sum(life.completed_on is not None for life in who),
                    "active": [sum(life.was_active(each) for life in who) for each in begun],
                }
            )
    return found


def course(
    of: Sequence[Life], lessons: Sequence[tuple[UUID, str]], first: date, last: date, today: date
) -> dict[str, Any]:
    """What GET /api/courses/:id/analytics must show, without the course's id and the zone."""
    stopped = [life for life in of if life.has_stopped(today)]
    seconds = sum(sum(life.seconds.values()) for life in of)
    shown = [_lesson(of, stopped, each, n) for n, each in enumerate(lessons, 1)]
    learners = counts(of)["learners"]
    return counts(of) | {
        "averageProgress": sum(each["completed"] for each in shown) * 100 // (learners * len(shown))
        if learners and shown
        else 0,
        "seconds": seconds,
        "meanSeconds": _mean(seconds, sum(bool(life.seconds) for life in of)),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "days": days(of, first, last),
        "weeks": active_weeks(of, first, last),
        "lessons": shown,
        "dropOff": {
            "days": 14,
            "learners": len(stopped),
            "beforeFirst": sum(life.lesson is None for life in stopped),
            "elsewhere": sum(
                life.lesson is not None and life.lesson not in dict(lessons) for life in stopped
            ),
        },
        "cohorts": cohorts(of, first, last, today),
    }


def _lesson(
    of: Sequence[Life], stopped: Sequence[Life], named: tuple[UUID, str], order: int
) -> dict[str, Any]:
    lesson, title = named
    times = [seconds for life in of if (seconds := life.on_lesson(lesson))]
    return {
        "lessonId": str(lesson),
        "title": title,
        "order": order,
        "started": sum(lesson in life.lessons for life in of),
        "completed": sum(lesson in life.lessons_completed for life in of),
        "stopped": sum(life.lesson == lesson for life in stopped),
        "seconds": sum(times),
        "meanSeconds": _mean(sum(times), len(times)),
    }


def together(
    courses: Sequence[dict[UUID, Life]], first: date, last: date, today: date, *, everything: bool
) -> dict[str, Any]:
    """What GET /api/analytics must show, without the zone."""
    of = [life for course in courses for life in course.values()]
    people = defaultdict[UUID, list[Life]](list)
    for each in courses:
        for user, life in each.items():
            people[user].append(life)
    shown = days(of, first, last)
    for day in shown:
        day["activeEnrollments"] = day.pop("activeLearners")
        on = date.fromisoformat(day["date"])
        active = sum(any(on in life.acted for life in lives) for lives in people.values())
        day["activeLearners"] = active if everything else None
    shown_weeks = active_weeks(of, first, last)
    for week in shown_weeks:
        week["activeEnrollments"] = week.pop("activeLearners")
        of_week = date.fromisoformat(week["weekOf"])
        active = sum(any(life.was_active(of_week) for life in lives) for lives in people.values())
        week["activeLearners"] = active if everything else None
    return counts(of) | {
        "courses": None if everything else len(courses),
        "hasMore": False,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "seconds": sum(day["seconds"] for day in shown),
        "days": shown,
        "weeks": shown_weeks,
        "cohorts": cohorts(of, first, last, today),
    }


def _mean(total: int, of: int) -> int:
    return round(total / of) if of else 0
