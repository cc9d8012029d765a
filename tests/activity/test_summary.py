"""The summary of time: by local date, by course, by activity and by section."""

from datetime import timedelta
from typing import Any

import pytest

from alcuin.activity import find_days
from tests.activity.days import NOON, at, credited, digest, part_of
from tests.progress.classroom import Classroom, Member

SUMMARY = "/api/progress/time/summary"


async def test_time_is_summed_by_day_course_activity_and_section(
    room: Classroom, ada: Member
) -> None:
    await at(room, NOON, ada, "UTC")
    sun = await room.course({"Sun": ["Light", "Heat"]})
    moon = await room.course({"Moon": ["Tides"]}, title="Other")
    for course in (sun, moon):
        await ada.enrolls(course)
    light, tides = part_of(sun, "Light"), {"courseId": str(moon.id)}
    await credited(ada, NOON - timedelta(minutes=60), 600, activity="video", **light)
    await credited(ada, NOON - timedelta(minutes=50), 300, activity="quiz", **light)
    await credited(ada, NOON - timedelta(minutes=40), 120, activity="video", **tides)
    await ada.completes(sun, "Light")
    await at(room, NOON + timedelta(days=1), ada, "UTC")
    await credited(ada, NOON + timedelta(hours=23), 60, activity="other")
    await digest(room, ada)

    shown = await ada.sees(SUMMARY)
    assert (shown["from"], shown["to"], shown["timeZone"]) == ("2026-04-06", "2026-05-05", "UTC")
    assert (shown["seconds"], shown["completions"], shown["totalSeconds"]) == (1080, 1, 1080)
    first, second = shown["days"]
    assert second == {
        "date": "2026-05-05",
        "seconds": 60,
        "completions": 0,
        "spent": [{"courseId": None, "activity": "OTHER", "seconds": 60}],
    }
    assert (first["date"], first["seconds"], first["completions"]) == ("2026-05-04", 1020, 1)
    assert _sorted(first["spent"]) == _sorted(
        [
            {"courseId": str(sun.id), "activity": "VIDEO", "seconds": 600},
            {"courseId": str(sun.id), "activity": "QUIZ", "seconds": 300},
            {"courseId": str(moon.id), "activity": "VIDEO", "seconds": 120},
        ]
    )
    assert shown["courses"] == [
        {"courseId": str(sun.id), "seconds": 900, "completions": 1},
        {"courseId": str(moon.id), "seconds": 120, "completions": 0},
        {"courseId": None, "seconds": 60, "completions": 0},
    ]
    assert shown["activities"] == [
        {"activity": "VIDEO", "seconds": 720},
        {"activity": "QUIZ", "seconds": 300},
        {"activity": "OTHER", "seconds": 60},
    ]
    assert shown["sections"] == []

    of_sun = await ada.sees(f"{SUMMARY}?courseId={sun.id}&from=2026-05-04&to=2026-05-04")
    assert (of_sun["seconds"], of_sun["totalSeconds"]) == (900, 1080)
    assert of_sun["sections"] == [{"sectionId": str(sun.sections["Light"]), "timeSpent": 900}]


async def test_others_are_not_in_it(room: Classroom, ada: Member) -> None:
    await at(room, NOON)
    bob = await room.somebody("Bob")
    await credited(bob, NOON - timedelta(minutes=10), 600)
    await digest(room, bob)
    assert (await bob.sees(SUMMARY))["seconds"] == 600
    assert (await ada.sees(SUMMARY))["days"] == []
    assert (await ada.sees("/api/progress/streak"))["learningStreak"] == 0


async def test_the_span_is_what_was_asked_for(room: Classroom, ada: Member) -> None:
    await at(room, NOON, ada, "Pacific/Kiritimati")
    for query, from_on, to in (
        ("", "2026-04-06", "2026-05-05"),  # there it is the fifth already
        ("?from=2026-05-01", "2026-05-01", "2026-05-05"),
        ("?to=2026-03-01", "2026-01-31", "2026-03-01"),
        ("?to=0001-01-02", "0001-01-01", "0001-01-02"),
        ("?from=2025-05-05&to=2026-05-05", "2025-05-05", "2026-05-05"),
    ):
        shown = await ada.sees(SUMMARY + query)
        assert (shown["from"], shown["to"]) == (from_on, to), query


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("?from=2025-05-04&to=2026-05-05", "?from"),
        ("?from=2025-05-04", "?from"),
        ("?from=2026-05-02&to=2026-05-01", "?to"),
        ("?from=9999-12-31", "?to"),
        ("?from=yesterday", "?from"),
        ("?to=2026-02-30", "?to"),
        ("?days=30", "?days"),
        ("?courseId=one", "?courseId"),
    ],
)
async def test_a_span_that_cannot_be_is_refused(
    room: Classroom, ada: Member, query: str, pointer: str
) -> None:
    await at(room, NOON, ada, "Pacific/Kiritimati")
    answer = await ada.asks("GET", SUMMARY + query)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_the_door_tells_what_days_come_to(room: Classroom, ada: Member) -> None:
    await at(room, NOON, ada, "UTC")
    async with room.database.transaction() as conn:
        nothing = await find_days(conn, ada.id)
    assert (nothing.streak_days, nothing.longest_days, nothing.total_seconds) == (0, 0, 0)
    await credited(ada, NOON - timedelta(minutes=10), 600)
    await digest(room, ada)
    async with room.database.transaction() as conn:
        days = await find_days(conn, ada.id)
    assert (days.streak_days, days.longest_days, days.total_seconds) == (1, 1, 600)
    assert days.last_active_on == NOON.date()


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (str(row["courseId"]), row["activity"]))
