"""GAUNTLET B: nobody makes more of themselves, over the whole application."""

import pytest

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Course, Visitor

PUBLISHED_FIELDS = [
    {"createdBy": "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871"},
    {"isPublished": True},
    {"status": "PUBLISHED"},
    {"release": 7},
    {"staffRole": "OWNER"},
]


async def _published(campus: Campus, teacher: Visitor) -> Course:
    course = await campus.course(teacher)
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    return course


@pytest.mark.parametrize(
    "said",
    [
        {"role": "ADMIN"},
        {"isAdmin": True},
        {"tenantId": 1},
        {"emailVerified": True},
        {"email": "admin@example.org"},
        {"suspended": False},
        {"id": "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871"},
    ],
    ids=lambda said: next(iter(said)),
)
async def test_b1_nobody_promotes_themselves_by_a_field_of_their_profile(
    campus: Campus, said: dict[str, object]
) -> None:
    student = await campus.somebody("student", verified=False)
    before = await campus.value("select u::text from app_user u where id = $1", student.id)
    for method in ("PUT", "PATCH"):
        answer = await student.asks(method, "/api/auth/me", json=said, headers={"if-match": "*"})
        assert answer.status_code == 422
    assert await campus.value("select u::text from app_user u where id = $1", student.id) == before


@pytest.mark.parametrize("said", PUBLISHED_FIELDS, ids=lambda said: next(iter(said)))
async def test_b1_a_draft_is_not_published_or_given_away_by_a_field(
    campus: Campus, said: dict[str, object]
) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    if "staffRole" not in said:  # the owner's own, and read back as it is
        edited = await teacher.asks(
            "PATCH", f"/api/courses/{course.id}", json=said, headers={"if-match": "*"}
        )
        assert edited.status_code == 422
    new = {"title": "x", "description": "x", "category": "x"} | said
    assert (await teacher.asks("POST", "/api/courses", json=new)).status_code == 422
    assert await campus.value("select count(*) from course where status <> 'DRAFT'") == 0


@pytest.mark.parametrize("field", ["progress", "completedAt", "paid", "certificate", "userId"])
async def test_b2_enrolling_takes_nothing_that_the_learner_says(campus: Campus, field: str) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await _published(campus, teacher)
    student = await campus.somebody("student")
    path = f"/api/courses/{course.id}/enroll"
    assert (await student.asks("POST", path, json={field: 1})).status_code == 422
    assert await campus.value("select count(*) from enrollment") == 0
    assert (await student.asks("POST", path, json={})).status_code == 201
    done = f"/api/progress/lessons/{course.lesson_id}/sections/{course.section_id}/complete"
    assert (await student.asks("POST", done, json={field: 1})).status_code == 422
    assert await campus.value("select count(*) from section_progress") == 0


async def test_b4_nobody_grants_a_role_at_or_above_their_own(campus: Campus) -> None:
    owner = await campus.somebody("owner", Role.INSTRUCTOR)
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    friend = await campus.somebody("friend", Role.INSTRUCTOR)
    course = await campus.course(owner)
    staff = f"/api/courses/{course.id}/staff"
    await owner.does("PUT", f"{staff}/{teacher.id}", json={"role": "INSTRUCTOR"})
    for user in (teacher, friend):
        for role in ("OWNER", "INSTRUCTOR", "ASSISTANT"):
            answer = await teacher.asks("PUT", f"{staff}/{user.id}", json={"role": role})
            assert answer.status_code == 403
    # A draft that is not theirs is not even there.
    foreign = await friend.asks("PUT", f"{staff}/{friend.id}", json={"role": "OWNER"})
    assert foreign.status_code == 404
    for one in (owner, teacher):
        answer = await one.asks(
            "PATCH", f"/api/users/{one.id}", json={"role": "ADMIN"}, headers={"if-match": "*"}
        )
        assert answer.status_code == 403
    assert await campus.value("select count(*) from course_staff") == 2
    assert await campus.value("select count(*) from app_user where role = 'ADMIN'") == 0


async def test_b6_the_last_owner_and_the_last_administrator_stay(campus: Campus) -> None:
    owner = await campus.somebody("owner", Role.INSTRUCTOR)
    admin = await campus.somebody("admin", Role.ADMIN)
    course = await campus.course(owner)
    staff = f"/api/courses/{course.id}/staff/{owner.id}"
    for method, body in (("DELETE", None), ("PUT", {"role": "INSTRUCTOR"})):
        answer = await owner.asks(method, staff, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")
    for said in ({"role": "STUDENT"}, {"suspended": True}):
        answer = await admin.asks(
            "PATCH", f"/api/users/{admin.id}", json=said, headers={"if-match": "*"}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")


async def test_b7_who_was_demoted_has_lost_their_rights_with_the_next_request(
    campus: Campus,
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    other = await campus.somebody("other admin", Role.ADMIN)
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    for user in (other, teacher):
        await admin.does(
            "PATCH",
            f"/api/users/{user.id}",
            json={"role": "STUDENT"},
            headers={"if-match": "*"},
        )
    assert (await other.asks("GET", "/api/users")).status_code == 403
    assert (await other.asks("GET", f"/api/courses/{course.id}")).status_code == 404
    # The tokens are the same; a teacher no more, their course is theirs to read.
    assert (await teacher.asks("GET", f"/api/courses/{course.id}")).status_code == 200
    for method, path, body in (
        ("POST", "/api/courses", {"title": "x", "description": "x", "category": "x"}),
        ("PATCH", f"/api/courses/{course.id}", {"title": "x"}),
        ("POST", f"/api/courses/{course.id}/publish", {}),
        ("DELETE", f"/api/courses/{course.id}", None),
    ):
        answer = await teacher.asks(method, path, json=body, headers={"if-match": "*"})
        assert answer.status_code == 403, path


async def test_refused_rights_leave_an_entry_and_a_flood_of_them_few(campus: Campus) -> None:
    student = await campus.somebody("student")
    for _ in range(40):
        assert (await student.asks("GET", "/api/users")).status_code == 403
    assert await campus.value("select count(*) from audit where outcome = 'refused'") == 30
    facts = await campus.value("select facts from audit where actor_id = $1 limit 1", student.id)
    assert facts == {"operation": "GET /api/users", "code": "role_needed"}
    # What one may not know is no right that was refused.
    assert (await student.asks("GET", "/api/courses/unknown")).status_code == 404
    assert await campus.value("select count(*) from audit") == 30
