"""What a dashboard must say, recomputed in Python from the raw log and rows."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.progress.classroom import Classroom, Course, Member

DONE = ("SectionCompleted", "LessonCompleted", "CourseCompleted")


async def recounted(
    room: Classroom, who: Member, courses: list[Course], now: datetime, zone: str
) -> dict[str, Any]:
    """All of a dashboard but titles: from events, and from what the releases hold."""
    log = await _rows(room, "select * from event where user_id = $1 order by id", who.id)
    mine = [
        await _course(room, row, [e for e in log if e["course_id"] == row["course_id"]])
        for row in await _rows(
            room,
            """
            select cp.course_id, cp.release, cp.last_accessed_at, c.open, c.slug, c.status
            from course_progress cp join course c on c.id = cp.course_id
            where cp.user_id = $1 and c.trashed_at is null
            """,
            who.id,
        )
    ]
    enrolled = [each for each in mine if each["enrolled"]]
    unfinished = [each for each in enrolled if not each["completed"]]
    going = sorted(
        (each for each in unfinished if each["row"]["open"]),
        key=lambda each: (each["row"]["last_accessed_at"], each["row"]["course_id"]),
        reverse=True,
    )
    unlocked = await _rows(room, "select * from achievement_unlocked where user_id = $1", who.id)
    today = now.astimezone(ZoneInfo(zone)).date()
    return {
        "coursesEnrolled": len(enrolled),
        "coursesInProgress": sum(each["units"] > 0 for each in unfinished),
        "coursesCompleted": sum(each["completed"] for each in mine),
        "lessonsCompleted": sum(each["lessons"] for each in mine),
        "unitsCompleted": sum(each["units"] for each in mine),
        "overallProgress": _mean([each["percentage"] for each in enrolled]),
        "skillPoints": sum(each["points"] for each in unlocked),
        "recentAchievements": [],
        "timeZone": zone,
        "today": today.isoformat(),
        **_of_days(log, today),
        "continueLearning": [_to_continue(each) for each in going[:3]],
    }


async def _rows(room: Classroom, sql: str, *args: object) -> list[Any]:
    async with room.database.transaction() as conn:
        return list(await conn.raw.fetch(sql, *args))


async def _course(room: Classroom, row: Any, log: list[Any]) -> dict[str, Any]:
    """One course by its events, against the release that the learner's row names."""
    lessons = await _rows(
        room,
        """
        select l.lesson_id as id, l.requires, array(select s.section_id from release_section s
          where s.lesson_id = l.lesson_id and s.release = l.release order by s.position) as parts
        from release_lesson l where l.course_id = $1 and l.release = $2 order by l.position
        """,
        row["course_id"],
        row["release"],
    )
    comings = [e["kind"] for e in log if e["kind"] in ("Enrolled", "Withdrawn")]
    sections = {e["section_id"] for e in log if e["kind"] == "SectionCompleted"}
    told = {e["lesson_id"] for e in log if e["kind"] == "LessonCompleted"}
    of_lessons = [
        _mean([100 * (part in sections) for part in each["parts"]])
        if each["parts"]
        else 100 * (each["id"] in told)
        for each in lessons
    ]
    units = sum(
        sum(part in sections for part in each["parts"]) or (not each["parts"] and percent == 100)
        for each, percent in zip(lessons, of_lessons, strict=True)
    )
    total = sum(len(each["parts"]) or 1 for each in lessons)
    return {
        "row": row,
        "enrolled": comings[-1] == "Enrolled",
        "completed": any(e["kind"] == "CourseCompleted" for e in log),
        "units": units,
        "total": total,
        "lessons": of_lessons.count(100),
        "of": len(lessons),
        "percentage": units * 100 // total,
        "overall": _mean(of_lessons),
        "next": _next(lessons, of_lessons, told, sections),
    }


def _next(
    lessons: list[Any], of_lessons: list[int], told: set[UUID], sections: set[UUID]
) -> tuple[UUID, UUID | None] | None:
    by_id = {each["id"]: each for each in lessons}

    def down(lesson: Any) -> Any:
        for required in lesson["requires"]:
            if required in by_id and required not in told:
                return down(by_id[required])
        return lesson

    for lesson, percent in zip(lessons, of_lessons, strict=True):
        if percent < 100:
            first = down(lesson)
            left = [part for part in first["parts"] if part not in sections]
            return first["id"], left[0] if left else None
    return None


def _to_continue(each: dict[str, Any]) -> dict[str, Any]:
    row, place = each["row"], each["next"]
    return {
        "courseId": str(row["course_id"]),
        "slug": row["slug"],
        "status": row["status"],
        "release": row["release"],
        "completionPercentage": each["percentage"],
        "overallProgress": each["overall"],
        "completedLessons": each["lessons"],
        "totalLessons": each["of"],
        "completedUnits": each["units"],
        "totalUnits": each["total"],
        "lastAccessedAt": row["last_accessed_at"],
        "next": place and (str(place[0]), place[1] and str(place[1])),
    }


def _of_days(log: list[Any], today: date) -> dict[str, Any]:
    days = defaultdict[date, list[int]](lambda: [0, 0])
    for event in log:
        if event["kind"] == "TimeCredited":
            days[event["local_on"]][0] += event["data"]["seconds"]
        elif event["kind"] in DONE and not (event["data"] or {}).get("by"):
            days[event["local_on"]][1] += 1
    runs = {day: _run(day, days.keys()) for day in days}
    newest = max(days, default=None)
    seconds = sum(spent for spent, _ in days.values())

    def last(most: int) -> dict[str, int]:
        chosen = [days[day] for day in days if 0 <= (today - day).days < most]
        spent, completed = (
            (sum(column) for column in zip(*chosen, strict=True)) if chosen else (0, 0)
        )
        return {"seconds": spent, "completions": completed, "activeDays": len(chosen)}

    return {
        "totalSeconds": seconds,
        "totalTimeSpent": seconds // 60,
        "learningStreak": runs[newest] if newest and newest >= today - timedelta(days=1) else 0,
        "longestStreak": max(runs.values(), default=0),
        "lastActiveDate": newest and newest.isoformat(),
        "activeToday": today in days,
        "onToday": last(1),
        "lastSevenDays": last(7),
        "lastThirtyDays": last(30),
        "days": [
            {"date": day.isoformat(), "seconds": days[day][0], "completions": days[day][1]}
            for day in sorted(days)
            if 0 <= (today - day).days < 30
        ],
    }


def _run(day: date, among: Any) -> int:
    """How many dates in a row end with this one."""
    length = 1
    while day - timedelta(days=length) in among:
        length += 1
    return length


def _mean(percentages: list[int]) -> int:
    return sum(percentages) // len(percentages) if percentages else 0
