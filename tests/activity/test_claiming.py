"""Claims of time: what is credited, and what of a course they may name."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.activity.days import NOON, at, claims, credited, part_of
from tests.progress.classroom import Classroom, Member

SUN = {"Sun": ["Light", "Heat"], "Moon": ["Tides"]}
MINUTE, HOUR = 60, 3_600


@pytest.fixture(autouse=True)
async def _noon(room: Classroom) -> None:
    await at(room, NOON)


async def test_time_on_a_section_is_credited_and_answered_whole(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    start = NOON - timedelta(minutes=10)
    answer = await claims(
        ada,
        start,
        5 * MINUTE,
        duration=300,
        courseId=str(course.id),
        lessonId=str(course.lessons["Sun"]),
        sectionId=str(course.sections["Heat"]),
    )
    assert answer.status_code == 201
    entry = answer.json()["data"]
    assert entry.pop("id")
    assert entry == {
        "userId": str(ada.id),
        "courseId": str(course.id),
        "lessonId": str(course.lessons["Sun"]),
        "sectionId": str(course.sections["Heat"]),
        "activity": "READING",
        "startTime": "2026-05-04T11:50:00Z",
        "endTime": "2026-05-04T11:55:00Z",
        "duration": 300,
        "creditedSeconds": 300,
    }
    event = await room.value(
        "select to_jsonb(e) from event e where kind = 'TimeCredited' and user_id = $1", ada.id
    )
    assert event["section_id"] == str(course.sections["Heat"])
    assert event["lesson_id"] == str(course.lessons["Sun"])
    assert (event["time_zone"], event["local_on"]) == ("Asia/Tokyo", "2026-05-04")
    assert event["data"] == {"seconds": 300, "activity": "READING"}
    assert event["release"] == 1


async def test_the_same_claim_again_brings_nothing_and_leaves_nothing(
    room: Classroom, ada: Member
) -> None:
    start = NOON - timedelta(minutes=10)
    assert await credited(ada, start, 300) == 300
    assert await credited(ada, start, 300) == 0
    assert await room.value("select count(*) from time_entry") == 1
    assert (await room.kinds(user_id=ada.id)) == ["TimeCredited"]


async def test_time_is_credited_once_on_whatever_course(room: Classroom, ada: Member) -> None:
    sun, moon = await room.course(SUN), await room.course({"A": ["a"]}, title="Other")
    await ada.enrolls(sun)
    await ada.enrolls(moon)
    start = NOON - timedelta(minutes=30)
    assert await credited(ada, start, 600, courseId=str(sun.id)) == 600
    assert await credited(ada, start + timedelta(seconds=500), 200, courseId=str(moon.id)) == 100
    assert await credited(ada, start - timedelta(seconds=50), 900) == 50 + 150


async def test_what_lies_in_the_future_is_cut(ada: Member) -> None:
    assert await credited(ada, NOON - timedelta(seconds=40), 100) == 40
    assert await credited(ada, NOON + timedelta(minutes=1), 100) == 0


async def test_what_is_older_than_a_day_is_cut(ada: Member) -> None:
    assert await credited(ada, NOON - timedelta(hours=24, seconds=70), 100) == 30
    assert await credited(ada, NOON - timedelta(days=3), 100) == 0


async def test_an_entry_counts_for_four_hours_at_most(ada: Member) -> None:
    assert await credited(ada, NOON - timedelta(hours=9), 6 * HOUR) == 4 * HOUR
    assert await credited(ada, NOON - timedelta(hours=5), 2 * HOUR) == 2 * HOUR


async def test_fractions_of_a_second_are_neither_lost_nor_won(ada: Member) -> None:
    """What follows each other meets."""
    start, total = NOON - timedelta(minutes=30), 0
    for n in range(20):
        total += await credited(ada, start + timedelta(seconds=7.3 * n), 7.3)
    assert total == 146


async def test_claims_of_every_other_second_come_to_an_end(room: Classroom, ada: Member) -> None:
    """Each piece makes the learner's row longer, and every later claim slower."""
    pieces = [
        f"[{NOON - timedelta(seconds=2 * n + 1)},{NOON - timedelta(seconds=2 * n)})"
        for n in range(1, 501)
    ]
    await room.value(
        "insert into credited_time (user_id, ranges) values ($1, $2::text::tstzmultirange)",
        ada.id,
        "{" + ",".join(pieces) + "}",
    )
    assert await credited(ada, NOON - timedelta(hours=2), 60) == 0


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"endTime": "2026-05-04T11:00:00Z"}, "/endTime"),
        ({"duration": 302}, "/duration"),
        ({"duration": 0}, "/duration"),
        ({"duration": -1}, "/duration"),
        ({"activity": "sleeping"}, "/activity"),
        ({"startTime": "2026-05-04T11:50:00"}, "/startTime"),
        ({"startTime": "0001-01-01T00:00:00+14:00"}, "/startTime"),
        ({"endTime": "9999-12-31T23:59:59-12:00"}, "/endTime"),
        ({"creditedSeconds": 900}, "/creditedSeconds"),
        ({"userId": str(uuid4())}, "/userId"),
        ({"sectionId": "one"}, "/sectionId"),
    ],
)
async def test_a_claim_that_contradicts_itself_is_refused(
    room: Classroom, ada: Member, body: dict[str, Any], pointer: str
) -> None:
    answer = await claims(ada, NOON - timedelta(minutes=10), 300, **body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await room.value("select count(*) from credited_time") == 0


@pytest.mark.parametrize("duration", [299, 300, 301])
async def test_a_duration_may_be_rounded(ada: Member, duration: int) -> None:
    assert await credited(ada, NOON - timedelta(minutes=10), 300, duration=duration) == 300


@pytest.mark.parametrize("activity", ["lesson", "quiz", "reading", "VIDEO", "Practice", "other"])
async def test_activities_are_read_in_any_case(ada: Member, activity: str) -> None:
    answer = await claims(ada, NOON - timedelta(minutes=10), 300, activity=activity)
    assert answer.json()["data"]["activity"] == activity.upper()


async def test_a_part_is_named_with_what_it_is_part_of(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    whole = {
        "courseId": str(course.id),
        "lessonId": str(course.lessons["Moon"]),
        "sectionId": str(course.sections["Tides"]),
    }
    for left_out, pointer in (("lessonId", "/lessonId"), ("courseId", "/courseId")):
        body = {name: each for name, each in whole.items() if name != left_out}
        answer = await claims(ada, NOON - timedelta(minutes=10), 300, **body)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    for n, names in enumerate((["courseId"], ["courseId", "lessonId"], list(whole))):
        body = {name: whole[name] for name in names}
        entry = (await claims(ada, NOON - timedelta(minutes=n + 1), 60, **body)).json()["data"]
        assert entry["creditedSeconds"] == 60
        assert {name: entry[name] for name in whole} == dict.fromkeys(whole) | body


async def test_what_is_not_the_learners_is_as_what_is_not_there(
    room: Classroom, ada: Member
) -> None:
    mine, other = await room.course(SUN), await room.course({"A": ["a"]}, title="Other")
    draft = await room.course({"D": ["d"]}, title="Draft", published=False)
    await ada.enrolls(mine)
    course, sun, light = mine.id, mine.lessons["Sun"], mine.sections["Light"]
    names = ("courseId", "lessonId", "sectionId")
    wrong = [
        (uuid4(),),
        (other.id,),
        (draft.id,),
        (course, other.lessons["A"]),
        (course, uuid4()),
        (course, sun, other.sections["a"]),
        (course, sun, mine.sections["Tides"]),
        (course, sun, uuid4()),
        (course, mine.lessons["Moon"], light),
        (course, other.lessons["A"], light),
        (other.id, sun, light),
        (draft.id, draft.lessons["D"], draft.sections["d"]),
        (uuid4(), sun, light),
    ]
    told = set()
    for named in wrong:
        ids = {name: str(each) for name, each in zip(names, named, strict=False)}
        answer = await claims(ada, NOON - timedelta(minutes=10), 300, **ids)
        told.add((answer.status_code, answer.json()["code"], answer.json()["detail"]))
    assert told == {(404, "not_enrolled", "You are not enrolled in a course like this.")}
    assert await room.value("select count(*) from credited_time") == 0


async def test_the_withdrawn_and_a_closed_course_take_no_time(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    body = {"courseId": str(course.id)}
    await ada.withdraws(course)
    answer = await claims(ada, NOON - timedelta(minutes=10), 300, **body)
    assert (answer.status_code, answer.json()["code"]) == (409, "withdrawn")
    await ada.enrolls(course)
    await course.unpublishes()
    answer = await claims(ada, NOON - timedelta(minutes=10), 300, **body)
    assert (answer.status_code, answer.json()["code"]) == (409, "course_closed")


async def test_the_enrolled_go_on_in_an_archived_course(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await course.archives()
    body = {"courseId": str(course.id)}
    assert await credited(ada, NOON - timedelta(minutes=10), 300, **body) == 300


async def test_only_who_is_signed_in_and_verified_claims_time(room: Classroom) -> None:
    anonymous = await room.client.post("/api/progress/time", json={})
    assert anonymous.status_code == 401
    newcomer = await room.somebody(verified=False)
    answer = await claims(newcomer, NOON - timedelta(minutes=10), 300)
    assert (answer.status_code, answer.json()["code"]) == (403, "unverified")
    gone = await room.somebody()
    await room.value("update session set revoked_at = kit_now() where user_id = $1", gone.id)
    for method, path in (("GET", "/api/progress/streak"), ("GET", "/api/progress/time/summary")):
        assert (await gone.asks(method, path)).status_code == 401
    assert (await claims(gone, NOON - timedelta(minutes=10), 300)).status_code == 401


async def test_the_example_of_the_reference_credits_what_its_answer_says(
    room: Classroom, ada: Member
) -> None:
    document = (await room.client.get("/api/openapi.json")).json()
    shown = document["paths"]["/api/progress/time"]["post"]
    claim = shown["requestBody"]["content"]["application/json"]["example"]
    answer = shown["responses"]["201"]["content"]["application/json"]["example"]["data"]
    names = ["courseId", "lessonId", "sectionId"]
    assert len({claim[name] for name in names}) == len(names)
    assert {name: answer[name] for name in claim} == claim

    course = await room.course(SUN)
    await ada.enrolls(course)
    await at(room, datetime.fromisoformat(claim["endTime"]))
    done = await ada.asks("POST", "/api/progress/time", json=claim | part_of(course, "Heat"))
    assert done.status_code == 201
    told = ("startTime", "endTime", "activity", "duration", "creditedSeconds")
    assert {name: done.json()["data"][name] for name in told} == {
        name: answer[name] for name in told
    }
