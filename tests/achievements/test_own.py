"""What learners see: what is unlocked, what is before them, and themselves."""

from datetime import timedelta
from typing import Any

import pytest

from alcuin.achievements import find_achievement, find_points
from tests.achievements.earning import (
    LESSONS,
    OWN,
    adds,
    completes_all,
    courses,
    projected,
    reacted,
)
from tests.activity.days import NOON, at, credited
from tests.progress.classroom import Classroom, Member

ME = "/api/auth/me"
GERMAN = {"title": "Erste Schritte", "description": "Die erste Lektion abgeschlossen"}


async def _shown(who: Member, **query: Any) -> Any:
    answer = await who.asks("GET", OWN, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_newcomer_sees_what_is_before_them(ada: Member) -> None:
    shown = await _shown(ada)
    assert (shown["data"], shown["skillPoints"]) == ([], 0)
    assert [(each["key"], each["current"], each["threshold"]) for each in shown["locked"]] == [
        ("COURSE_MILESTONE_5", 0, 5),
        ("FIRST_LESSON", 0, 1),
        ("WEEK_STREAK", 0, 7),
    ]
    assert shown["locked"][0]["title"] == "5 Courses Completed"


async def test_what_is_unlocked_leaves_the_locked_and_what_repeats_goes_on(
    room: Classroom, ada: Member
) -> None:
    await completes_all(ada, await courses(room, 6))
    await reacted(room)
    shown = await _shown(ada)
    by_key = {each["key"]: each for each in shown["data"]}
    assert by_key.keys() == {"COURSE_MILESTONE_5", "FIRST_LESSON"}
    milestone = by_key["COURSE_MILESTONE_5"]
    assert (milestone["type"], milestone["reached"], milestone["points"]) == (
        "COURSE_MILESTONE",
        5,
        100,
    )
    assert (milestone["title"], milestone["description"]) == (
        "5 Courses Completed",
        "Completed 5 courses",
    )
    assert [(each["key"], each["current"]) for each in shown["locked"]] == [
        ("COURSE_MILESTONE_10", 6),
        ("WEEK_STREAK", 0),
    ]
    assert shown["skillPoints"] == 110


async def test_progress_to_a_streak_is_the_one_that_runs(room: Classroom, ada: Member) -> None:
    for day in (1, 2, 3, 6, 7):
        moment = NOON.replace(day=day)
        await at(room, moment, ada, "UTC")
        await credited(ada, moment - timedelta(minutes=10), 600)
    await projected(room)
    await reacted(room)
    locked = {each["key"]: each["current"] for each in (await _shown(ada))["locked"]}
    assert locked["WEEK_STREAK"] == 2


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Erste Schritte"),
        ("de-AT", "Erste Schritte"),
        ("pt-BR", "Primeiros passos"),
        ("pt", "Getting Started"),
        ("den", "Getting Started"),
        ("fr", "Getting Started"),
    ],
)
async def test_texts_are_in_the_language_of_the_account(
    room: Classroom, ada: Member, admin: Member, language: str, title: str
) -> None:
    texts = {"de": GERMAN, "pt-br": {"title": "Primeiros passos", "description": "-"}}
    answer = await admin.asks(
        "PATCH",
        "/api/achievements/rules/FIRST_LESSON",
        json={"translations": texts},
        headers={"if-match": "*"},
    )
    assert answer.status_code == 200, answer.text
    await room.value("update app_user set language = $2 where id = $1", ada.id, language)
    assert title in [each["title"] for each in (await _shown(ada))["locked"]]
    await completes_all(ada, await courses(room, 1))
    await reacted(room)
    assert [each["title"] for each in (await _shown(ada))["data"]] == [title]
    async with room.database.transaction() as conn:
        found = await find_achievement(conn, ada.id, "FIRST_LESSON")
        assert found
        assert found.title == title
        assert await find_achievement(conn, ada.id, "WEEK_STREAK") is None


async def test_pages_of_what_is_unlocked_leave_nothing_out(
    room: Classroom, ada: Member, admin: Member
) -> None:
    await adds(admin, LESSONS | {"threshold": 1, "repeatsEvery": 1})
    for course in await courses(room, 7):
        await completes_all(ada, [course])
        await reacted(room)
    everything = [each["key"] for each in (await _shown(ada, limit=100))["data"]]
    assert len(everything) == 9
    assert everything[-1] in ("FIRST_LESSON", "LESSONS_1")
    by_cursor, cursor = [], None
    while True:
        shown = await _shown(ada, limit=2, **({"cursor": cursor} if cursor else {}))
        assert shown["pagination"]["total"] == 9
        by_cursor += [each["key"] for each in shown["data"]]
        cursor = shown["pagination"].get("cursor")
        if not cursor:
            break
    by_number = [
        each["key"]
        for page in range(1, 6)
        for each in (await _shown(ada, limit=2, page=page))["data"]
    ]
    assert by_cursor == by_number == everything


async def test_points_are_those_of_the_moment(room: Classroom, ada: Member, admin: Member) -> None:
    await completes_all(ada, await courses(room, 1))
    await reacted(room)
    await admin.asks(
        "PATCH",
        "/api/achievements/rules/FIRST_LESSON",
        json={"points": 77},
        headers={"if-match": "*"},
    )
    eve = await room.somebody("Eve")
    await completes_all(eve, await courses(room, 1))
    await reacted(room)
    async with room.database.transaction() as conn:
        assert (await find_points(conn, ada.id), await find_points(conn, eve.id)) == (10, 77)


async def test_one_sees_ones_days_time_and_points(room: Classroom, ada: Member) -> None:
    await at(room, NOON, ada, "UTC")
    nothing = await ada.sees(ME)
    assert (nothing["learningStreak"], nothing["lastActiveDate"]) == (0, None)
    assert (nothing["totalTimeSpent"], nothing["skillPoints"]) == (0, 0)

    await credited(ada, NOON - timedelta(minutes=10), 599)
    await completes_all(ada, await courses(room, 1))
    await projected(room)
    await reacted(room)
    me = await ada.sees(ME)
    assert (me["learningStreak"], me["lastActiveDate"]) == (1, NOON.date().isoformat())
    assert (me["totalTimeSpent"], me["skillPoints"]) == (9, 10)


@pytest.mark.parametrize(
    "field",
    [
        {"skillPoints": 9_999},
        {"learningStreak": 365},
        {"totalTimeSpent": 100_000},
        {"lastActiveDate": "2030-01-01"},
    ],
)
async def test_b1_nobody_writes_their_own_points(ada: Member, field: dict[str, Any]) -> None:
    refused = await ada.asks("PATCH", ME, json=field, headers={"if-match": "*"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "read_only"


async def test_what_one_got_may_be_put_back(room: Classroom, ada: Member) -> None:
    await completes_all(ada, await courses(room, 1))
    await reacted(room)
    got = await ada.asks("GET", ME)
    me = got.json()["data"] | {"name": "Ada King"}
    put = await ada.asks("PUT", ME, json=me, headers={"if-match": got.headers["etag"]})
    assert put.status_code == 200
    assert put.json()["data"]["skillPoints"] == 10
