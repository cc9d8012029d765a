"""Capacity and window of a course."""

from typing import Any

import httpx

from alcuin.kit.actor import Role
from tests.progress.classroom import Classroom, Course, Member

SUN = {"Sun": ["Light"]}


async def test_terms_are_unlimited_until_somebody_sets_them(room: Classroom) -> None:
    course = await room.course(SUN)
    terms = await (await room.teacher()).sees(_terms(course))
    assert terms == {
        "courseId": str(course.id),
        "capacity": None,
        "opensAt": None,
        "closesAt": None,
        "seatsTaken": 0,
        "revision": 1,
    }


async def test_a_full_course_refuses_until_somebody_leaves(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await _changes(room, course, capacity=1)
    grace = await room.somebody("Grace")
    assert (await ada.enrolls(course)).status_code == 201
    full = await grace.enrolls(course)
    assert (full.status_code, full.json()["code"]) == (409, "course_full")
    assert (await ada.enrolls(course)).status_code == 200
    await ada.withdraws(course)
    assert (await grace.enrolls(course)).status_code == 201
    assert (await ada.enrolls(course)).json()["code"] == "course_full"
    assert await room.kinds(user_id=ada.id) == ["Enrolled", "Withdrawn"]


async def test_nobody_is_put_out_by_a_smaller_capacity(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    grace = await room.somebody("Grace")
    await ada.enrolls(course)
    await grace.enrolls(course)
    refused = await _changes(room, course, capacity=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "capacity_below_seats")
    assert refused.json()["seatsTaken"] == 2


async def test_one_enrolls_within_the_window(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await _changes(room, course, opensAt="2026-03-01T08:00:00Z", closesAt="2026-03-31T18:00:00Z")
    for moment, refused in (
        ("2026-03-01 07:59+00", "enrollment_not_open"),
        ("2026-03-31 18:00+00", "enrollment_over"),
    ):
        await room.value("select set_config('alcuin.now', $1, true)", moment)
        answer = await ada.enrolls(course)
        assert (answer.status_code, answer.json()["code"]) == (409, refused)
    await room.value("select set_config('alcuin.now', '2026-03-01 08:00+00', true)")
    assert (await ada.enrolls(course)).status_code == 201


async def test_a_window_opens_before_it_closes(room: Classroom) -> None:
    course = await room.course(SUN)
    refused = await _changes(
        room, course, opensAt="2026-03-02T00:00:00Z", closesAt="2026-03-01T00:00:00Z"
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "window_upside_down")
    assert (await _changes(room, course, opensAt="2026-03-02T00:00:00")).status_code == 422


async def test_what_is_left_out_of_the_terms_stays(room: Classroom) -> None:
    course = await room.course(SUN)
    await _changes(room, course, capacity=30, closesAt="2026-03-31T18:00:00Z")
    terms = (await _changes(room, course, closesAt=None)).json()["data"]
    assert (terms["capacity"], terms["closesAt"], terms["revision"]) == (30, None, 3)


async def test_terms_changed_by_somebody_else_are_not_overwritten(room: Classroom) -> None:
    course = await room.course(SUN)
    await _changes(room, course, capacity=30)
    teacher = await room.teacher()
    stale = await teacher.asks(
        "PATCH", _terms(course), json={"capacity": 3}, headers={"if-match": '"1"'}
    )
    assert stale.status_code == 412
    assert (await teacher.asks("PATCH", _terms(course), json={"capacity": 3})).status_code == 428
    read = await teacher.asks("GET", _terms(course))
    again = await teacher.asks(
        "PUT", _terms(course), json=read.json()["data"], headers={"if-match": read.headers["etag"]}
    )
    assert again.status_code == 200


async def test_terms_are_for_the_staff(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    other = await room.somebody(role=Role.INSTRUCTOR)
    for person in (ada, other):
        assert await person.refused("GET", _terms(course)) == (403, "not_staff")
        answer = await person.asks(
            "PATCH", _terms(course), json={"capacity": 1}, headers={"if-match": "*"}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "not_an_editor")


def _terms(course: Course) -> str:
    return f"/api/courses/{course.id}/enrollment-terms"


async def _changes(room: Classroom, course: Course, **terms: Any) -> httpx.Response:
    teacher = await room.teacher()
    return await teacher.asks("PATCH", _terms(course), json=terms, headers={"if-match": "*"})
