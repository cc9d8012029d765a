"""Who teaches a course, and what that lets them do."""

from typing import Any

import pytest

from alcuin.kit.actor import Role
from tests.catalog.school import Author, School


async def _added(
    school: School, ada: Author, course: dict[str, Any], role: str, anywhere: Role = Role.INSTRUCTOR
) -> Author:
    new = await school.somebody(anywhere)
    answer = await ada.asks("PUT", f"/api/courses/{course['id']}/staff/{new.id}", {"role": role})
    assert answer.status_code == 200, answer.text
    return new


async def _published(ada: Author) -> dict[str, Any]:
    course = await ada.course()
    await ada.lesson(course, "One")
    await ada.asks("POST", f"/api/courses/{course['id']}/publish", {})
    return course


@pytest.mark.parametrize(
    ("role", "edits", "chooses", "trashes"),
    [
        ("OWNER", 200, 200, 200),
        ("INSTRUCTOR", 200, 403, 403),
        ("ASSISTANT", 403, 403, 403),
        (None, 404, 404, 404),
    ],
)
async def test_a_role_says_what_one_may_do(  # noqa: PLR0917  one row of a table
    school: School, ada: Author, role: str | None, edits: int, chooses: int, trashes: int
) -> None:  # A8, B4
    course = await ada.course()
    lesson = await ada.lesson(course, "One")
    one = await _added(school, ada, course, role) if role else await school.somebody()
    path = f"/api/courses/{course['id']}"
    assert (await one.edits(path, title="x")).status_code == edits
    assert (await one.edits(f"/api/lessons/{lesson['id']}", title="x")).status_code == edits
    assert (await one.asks("GET", f"{path}/staff")).status_code == (200 if role else 404)
    grant = await one.asks("PUT", f"{path}/staff/{one.id}", {"role": "OWNER"})
    assert grant.status_code == chooses
    assert (await one.asks("DELETE", path)).status_code == trashes


async def test_a_public_course_is_known_to_all_and_changed_by_its_staff(
    school: School, ada: Author
) -> None:  # A7
    course = await _published(ada)
    for role in (Role.STUDENT, Role.INSTRUCTOR):
        stranger = await school.somebody(role)
        path = f"/api/courses/{course['id']}"
        assert (await stranger.edits(path, title="x")).status_code == 403
        assert (await stranger.asks("GET", f"{path}/staff")).status_code == 403
        lesson = await stranger.asks("POST", f"{path}/lessons", {"title": "x"})
        assert lesson.status_code == 403


async def test_an_administrator_may_do_all_and_owns_nothing(school: School, ada: Author) -> None:
    course = await ada.course()
    admin = await school.somebody(Role.ADMIN)
    answer = await admin.edits(f"/api/courses/{course['id']}", title="x")
    assert answer.status_code == 200
    assert answer.json()["data"]["staffRole"] is None


async def test_the_last_owner_can_neither_leave_nor_step_down(
    school: School, ada: Author
) -> None:  # B6
    course = await ada.course()
    path = f"/api/courses/{course['id']}/staff/{ada.id}"
    for answer in (
        await ada.asks("DELETE", path),
        await ada.asks("PUT", path, {"role": "instructor"}),
    ):
        assert answer.status_code == 409
        assert answer.json()["code"] == "last_owner"
    suspended = await _added(school, ada, course, "OWNER")
    await school.value(
        "update app_user set suspended_at = kit_now() where id = $1 returning id", suspended.id
    )
    assert (await ada.asks("DELETE", path)).status_code == 409
    await _added(school, ada, course, "OWNER")
    assert (await ada.asks("DELETE", path)).status_code == 200


async def test_everybody_may_leave_and_nobody_send_others_away(school: School, ada: Author) -> None:
    course = await ada.course()
    one = await _added(school, ada, course, "INSTRUCTOR")
    other = await _added(school, ada, course, "ASSISTANT")
    path = f"/api/courses/{course['id']}/staff"
    assert (await one.asks("DELETE", f"{path}/{other.id}")).status_code == 403
    assert (await one.asks("DELETE", f"{path}/{one.id}")).status_code == 200
    assert (await one.asks("GET", path)).status_code == 404
    assert (await ada.asks("DELETE", f"{path}/{one.id}")).json()["code"] == "not_on_staff"


async def test_a_student_may_assist_and_not_edit(school: School, ada: Author) -> None:
    course = await ada.course()
    student = await _added(school, ada, course, "ASSISTANT", Role.STUDENT)
    path = f"/api/courses/{course['id']}/staff/{student.id}"
    answer = await ada.asks("PUT", path, {"role": "INSTRUCTOR"})
    assert answer.json()["code"] == "not_a_teacher"


async def test_who_may_teach_no_more_reads_and_no_more(school: School, ada: Author) -> None:  # B7
    course = await ada.course()
    await school.value("update app_user set role = 'STUDENT' where id = $1 returning id", ada.id)
    path = f"/api/courses/{course['id']}"
    assert (await ada.edits(path, title="x")).status_code == 403
    assert (await ada.asks("GET", f"{path}/staff")).status_code == 200


async def test_nobody_is_added_who_is_not_there(ada: Author) -> None:
    course = await ada.course()
    nobody = "0198f2a0-0000-7000-8000-000000000000"
    path = f"/api/courses/{course['id']}/staff/{nobody}"
    answer = await ada.asks("PUT", path, {"role": "OWNER"})
    assert (answer.status_code, answer.json()["code"]) == (404, "person_not_found")


async def test_staff_is_told_names_and_nothing_else_of_each_other(
    school: School, ada: Author
) -> None:  # A10
    course = await ada.course()
    one = await _added(school, ada, course, "ASSISTANT")
    answer = await one.asks("GET", f"/api/courses/{course['id']}/staff")
    rows = answer.json()["data"]
    assert [(row["userId"], row["role"]) for row in rows] == [
        (str(ada.id), "OWNER"),
        (str(one.id), "ASSISTANT"),
    ]
    assert rows[0].keys() == {"userId", "name", "avatar", "role", "addedAt"}


async def test_changes_of_staff_are_audited(school: School, ada: Author) -> None:
    course = await ada.course()
    one = await _added(school, ada, course, "ASSISTANT")
    await ada.asks("DELETE", f"/api/courses/{course['id']}/staff/{one.id}")
    facts = await school.value(
        "select jsonb_agg(facts order by id) from audit where action = 'course.change_staff'"
    )
    assert facts == [
        {"userId": str(one.id), "was": None, "role": "ASSISTANT"},
        {"userId": str(one.id), "was": "ASSISTANT", "role": None},
    ]
