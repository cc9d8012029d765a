"""GAUNTLET A: what belongs to somebody else, over the whole application."""

import json
from itertools import pairwise
from uuid import UUID

import httpx
import pytest

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Course, Visitor, address

ANOTHERS = ("alice", "bob", "teacher")


async def _published(campus: Campus, teacher: Visitor, title: str = "Stars") -> Course:
    course = await campus.course(teacher, title)
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    return course


def _refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a1_a_student_reaches_nothing_of_another_by_id(campus: Campus) -> None:
    alice, bob = await campus.somebody("alice"), await campus.somebody("bob")
    answer = await bob.asks("DELETE", f"/api/auth/sessions/{alice.session_id}")
    assert _refused(answer) == (404, "session_not_found")
    assert (await alice.asks("GET", "/api/auth/me")).status_code == 200
    # Progress is one's own by its very path: there is no place to name somebody else.
    for path in ("/api/enrollments", "/api/auth/sessions"):
        assert (await bob.asks("GET", path, params={"userId": str(alice.id)})).status_code == 422


async def test_a2_a_child_of_another_course_is_not_there(campus: Campus) -> None:
    teacher, student = (
        await campus.somebody("teacher", Role.INSTRUCTOR),
        await campus.somebody("student"),
    )
    mine = await _published(campus, teacher, "Mine")
    other_owner = await campus.somebody("other", Role.INSTRUCTOR)
    theirs = await _published(campus, other_owner, "Theirs")
    await other_owner.does("POST", f"/api/courses/{theirs.id}/publish", json={})
    for course in (mine, theirs):
        await student.does("POST", f"/api/courses/{course.id}/enroll")

    release = await teacher.asks("GET", f"/api/courses/{mine.id}/releases/2")
    assert _refused(release) == (404, "release_not_found")
    staff = await teacher.asks("DELETE", f"/api/courses/{mine.id}/staff/{other_owner.id}")
    assert _refused(staff) == (404, "not_on_staff")
    path = f"/api/progress/lessons/{mine.lesson_id}/sections/{theirs.section_id}/complete"
    assert _refused(await student.asks("POST", path)) == (404, "not_enrolled")
    moved = await teacher.asks(
        "POST", f"/api/sections/{mine.section_id}/move", json={"lessonId": theirs.lesson_id}
    )
    assert moved.status_code == 422
    left = await other_owner.does("GET", f"/api/courses/{theirs.id}")
    assert [len(lesson["sections"]) for lesson in left["lessons"]] == [2, 0]
    assert await campus.value("select count(*) from section_progress") == 0


async def test_a3_a_teacher_sees_no_learner_of_a_course_they_do_not_teach(campus: Campus) -> None:
    alice = await campus.somebody("alice")
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    await alice.does("POST", f"/api/courses/{course.id}/enroll")
    other = await campus.somebody("other", Role.INSTRUCTOR)
    for path in ("students", "analytics", "enrollment-terms"):
        answer = await other.asks("GET", f"/api/courses/{course.id}/{path}")
        assert _refused(answer) == (403, "not_staff")
    known = await other.asks("GET", f"/api/users/{alice.id}")
    unknown = await other.asks("GET", f"/api/users/{UUID(int=1)}")
    assert _refused(known) == _refused(unknown) == (403, "role_needed")


async def test_a6_rosters_want_a_session_and_ids_tell_nothing_of_the_next(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    for path in (f"/api/courses/{course.id}/students", "/api/users", "/api/enrollments"):
        assert (await campus.nobody().asks("GET", path)).status_code == 401
    ids = [
        UUID(str(each))
        for each in await campus.value("select array_agg(uuidv7()) from generate_series(1, 200)")
    ]
    # 62 random bits follow the time (RFC 9562): neighbours in time are far apart.
    tails = sorted(each.int & (1 << 62) - 1 for each in ids)
    assert min(b - a for a, b in pairwise(tails)) > 1 << 16


async def test_a7_a_student_cannot_create_edit_reorder_or_publish(campus: Campus) -> None:
    teacher, student = (
        await campus.somebody("teacher", Role.INSTRUCTOR),
        await campus.somebody("student"),
    )
    course = await _published(campus, teacher)
    await student.does("POST", f"/api/courses/{course.id}/enroll")
    for method, path, body in (
        ("POST", "/api/courses", {"title": "x", "description": "x", "category": "x"}),
        ("PATCH", f"/api/courses/{course.id}", {"title": "x"}),
        ("POST", f"/api/courses/{course.id}/lessons", {"title": "x"}),
        ("PATCH", f"/api/lessons/{course.lesson_id}", {"title": "x"}),
        ("POST", f"/api/lessons/{course.lesson_id}/move", {"order": 2}),
        ("POST", f"/api/lessons/{course.lesson_id}/sections", {"title": "x"}),
        ("PATCH", f"/api/sections/{course.section_id}", {"content": "x"}),
        ("POST", f"/api/sections/{course.section_id}/move", {"order": 2}),
        ("POST", f"/api/courses/{course.id}/publish", {}),
    ):
        answer = await student.asks(method, path, json=body, headers={"if-match": "*"})
        assert answer.status_code == 403, f"{method} {path}"


@pytest.mark.parametrize("role", ["ASSISTANT", None])
async def test_a8_without_the_right_nothing_is_deleted_or_moved(
    campus: Campus, role: str | None
) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    other = await campus.somebody("other", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    if role:
        path = f"/api/courses/{course.id}/staff/{other.id}"
        await teacher.does("PUT", path, json={"role": role})
    for kind, its_id in (("lessons", course.lesson_id), ("sections", course.section_id)):
        deleted = await other.asks("DELETE", f"/api/{kind}/{its_id}")
        moved = await other.asks("POST", f"/api/{kind}/{its_id}/move", json={"order": 2})
        assert _refused(deleted) == _refused(moved) == (403, "not_an_editor")
    assert await campus.value("select array_agg(position order by position) from lesson") == [1, 2]
    assert await campus.value("select array_agg(position order by position) from section") == [1, 2]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR])
async def test_a9_only_administrators_search_people(campus: Campus, role: Role) -> None:
    await campus.somebody("alice")
    curious = await campus.somebody("curious", role)
    answer = await curious.asks("GET", "/api/users", params={"search": "alice"})
    assert _refused(answer) == (403, "role_needed")
    assert "alice" not in answer.text


async def test_a10_no_answer_shows_anothers_address_role_or_last_sign_in(campus: Campus) -> None:
    alice, bob = await campus.somebody("alice"), await campus.somebody("bob")
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    await alice.does("POST", f"/api/courses/{course.id}/enroll")
    await bob.does("POST", f"/api/courses/{course.id}/enroll")
    document = await campus.document()
    paths = [path for path, methods in document["paths"].items() if "get" in methods]
    for asks, own in ((campus.nobody(), ""), (bob, "bob"), (teacher, "teacher")):
        others = [address(name) for name in ANOTHERS if name != own]
        for path in paths:
            filled = path.format(
                course=course.id,
                lesson_id=course.lesson_id,
                section_id=course.section_id,
                user_id=alice.id,
                media_id=alice.id,
                number=1,
                key="FIRST_LESSON",
                token="of nobody",
            )
            answer = await asks.asks("GET", filled)
            found = [each for each in (*others, "argon2") if each in answer.text]
            assert not found, f"{filled} shows {found}"
    students = await teacher.does("GET", f"/api/courses/{course.id}/students")
    assert not students[0].keys() & {"email", "role", "lastSignedInAt", "lastUsedAt", "timeZone"}


async def test_a12_the_suspended_are_refused_at_once_with_their_very_next_request(
    campus: Campus,
) -> None:
    """The matrix asks every operation; here the same token works, and then does not."""
    admin = await campus.somebody("admin", Role.ADMIN)
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    student = await campus.somebody("student")
    await student.does("POST", f"/api/courses/{course.id}/enroll")
    path = f"/api/progress/lessons/{course.lesson_id}/sections/{{}}/complete"
    await student.does("POST", path.format(course.section_id))
    await admin.does(
        "PATCH",
        f"/api/users/{student.id}",
        json={"suspended": True},
        headers={"if-match": "*"},
    )
    for method, door in (
        ("POST", path.format(course.other_section_id)),
        ("GET", f"/api/courses/{course.id}"),
        ("GET", f"/api/progress/courses/{course.id}"),
        ("GET", "/api/courses"),
    ):
        answer = await student.asks(method, door)
        assert answer.status_code == 401, door
    assert await campus.value("select count(*) from section_progress") == 1


@pytest.mark.parametrize(
    "query",
    [
        "sort=email",
        "sort=completionPercentage",
        "filter[correct]=1",
        "include=email",
        "status=SUSPENDED",
        "userId=1",
    ],
)
async def test_a14_hidden_fields_cannot_be_filtered_sorted_or_included(
    campus: Campus, query: str
) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    for path in ("/api/courses", f"/api/courses/{course.id}", f"/api/courses/{course.id}/students"):
        answer = await teacher.asks("GET", f"{path}?{query}")
        assert answer.status_code == 422, f"{path}?{query}"


async def test_a15_one_foreign_id_among_many_refuses_all_of_them(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    mine, other = await campus.course(teacher, "Mine"), await campus.course(teacher, "Other")
    answer = await teacher.asks(
        "PATCH",
        f"/api/lessons/{mine.lesson_id}",
        json={"requires": [mine.empty_lesson_id, other.lesson_id], "title": "Changed"},
        headers={"if-match": "*"},
    )
    assert answer.status_code == 422
    assert await campus.value("select count(*) from lesson_requirement") == 0
    assert await campus.value("select count(*) from lesson where title = 'Changed'") == 0


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/users", {"x-http-method-override": "GET"}),
        ("/api/users", {"x-original-url": "/api/courses"}),
        ("/api/users/", {}),
        ("//api/users", {}),
        ("/api/%75sers", {}),
        ("/api/courses/../users", {}),
        ("/api/courses/%2e%2e/users", {}),
        ("/api/./users", {}),
    ],
)
async def test_a16_another_spelling_of_a_request_is_no_way_around(
    campus: Campus, path: str, headers: dict[str, str]
) -> None:
    student = await campus.somebody("student")
    request = campus.client.build_request(
        "GET", "/", headers=headers | {"authorization": f"Bearer {student.token}"}
    )
    request.url = request.url.copy_with(raw_path=path.encode())
    answer = await campus.client.send(request)
    assert answer.status_code in (403, 404)
    assert "data" not in json.loads(answer.content)


async def test_a16_a_host_that_is_not_ours_is_400(campus: Campus) -> None:
    for host in ("evil.example", "learn.example.org/abc?", "learn.example.org@evil.example"):
        answer = await campus.client.get("/api/courses", headers={"host": host})
        assert answer.status_code == 400
