"""GAUNTLET B7, A12: a personal access token does less than its person, and nothing without them."""

import re
from typing import Any

import pytest

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Visitor

NOT_FOR_THIS = ("scope_missing", "session_needed")
SOME_ID = "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871"
ENOUGH = {"read": {"read"}, "write": {"write"}, "courses:write": {"write", "courses:write"}}
"""Tokens that suffice for an operation, by the scope that the API reference says of it."""


async def _program(campus: Campus, person: Visitor, *scopes: str) -> Visitor:
    """Somebody's program, which shows a token that they made for it."""
    new = {"name": "a program", "scopes": scopes, "expiresInDays": 1}
    made = await person.does("POST", "/api/auth/tokens", json=new)
    program = campus.nobody()
    program.id, program.session_id, program.token = person.id, made["id"], made["token"]
    return program


async def _operations(campus: Campus) -> list[tuple[str, str, Any]]:
    return [
        (
            method.upper(),
            re.sub(r"{(\w+)}", lambda name: "1" if name[1] == "number" else SOME_ID, path),
            operation["x-scope"],
        )
        for path, methods in (await campus.document())["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.parametrize("scope", ["read", "write", "courses:write"])
async def test_b7_a_token_does_what_its_scopes_say_and_nothing_else(
    campus: Campus, scope: str
) -> None:
    program = await _program(campus, await campus.somebody("admin", Role.ADMIN), scope)
    for method, path, needed in await _operations(campus):
        answer = await program.asks(method, path)
        told = answer.json().get("code") if answer.status_code == 403 else None
        if scope in ENOUGH.get(needed, ()):
            assert told not in NOT_FOR_THIS, f"{method} {path}"
        else:
            expected = "scope_missing" if needed else "session_needed"
            assert told == expected, f"{method} {path}: {answer.status_code}"


async def test_b7_reading_never_changes_and_changing_is_never_reading(campus: Campus) -> None:
    scopes: dict[str, set[Any]] = {}
    for method, _, needed in await _operations(campus):
        scopes.setdefault(method, set()).add(needed)
    assert scopes.pop("GET") == {"read", None}
    assert set().union(*scopes.values()) == {"write", "courses:write", None}


async def test_b7_a_token_reaches_no_account_and_no_administration(campus: Campus) -> None:
    paths = (await campus.document())["paths"]
    open_to_tokens = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if operation["x-scope"]
        and (path.startswith(("/api/auth/", "/api/users")) or operation["x-who"] == "ADMINS")
    }
    assert open_to_tokens == {"GET /api/auth/me"}


async def test_b7_the_token_of_somebody_demoted_has_lost_their_rights_with_it(
    campus: Campus,
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    program = await _program(campus, teacher, "write")
    new = {"title": "x", "description": "x", "category": "x"}
    assert (await program.asks("POST", "/api/courses", json=new)).status_code == 201
    await admin.does(
        "PATCH", f"/api/users/{teacher.id}", json={"role": "STUDENT"}, headers={"if-match": "*"}
    )
    refused = await program.asks("POST", "/api/courses", json=new)
    assert (refused.status_code, refused.json()["code"]) == (403, "role_needed")


async def test_b7_a_token_that_tries_more_leaves_an_entry(campus: Campus) -> None:
    person = await campus.somebody("person")
    program = await _program(campus, person, "read")
    assert (await program.asks("POST", "/api/auth/logout-all")).status_code == 403
    entry = await campus.value(
        "select facts || jsonb_build_object('by', actor_id) from audit order by id desc limit 1"
    )
    told = {"operation": "POST /api/auth/logout-all", "code": "session_needed"}
    assert entry == told | {"by": str(person.id)}


@pytest.mark.parametrize("end", ["suspended", "revoked"])
async def test_a12_no_door_opens_to_the_token_of_the_suspended_or_to_a_revoked_one(
    campus: Campus, end: str
) -> None:
    person = await campus.somebody("person", Role.ADMIN)
    program = await _program(campus, person, "read", "write")
    assert (await program.asks("GET", "/api/auth/me")).status_code == 200
    if end == "revoked":
        await person.does("DELETE", f"/api/auth/tokens/{program.session_id}")
    else:
        sql = "update app_user set suspended_at = kit_now() where id = $1"
        await campus.run(sql, person.id)
    for method, path, _ in await _operations(campus):
        if path.startswith(("/health", "/api/docs", "/api/openapi.json")):
            continue
        answer = await program.asks(method, path)
        # What is for anybody and takes a body looks at the body first, which is none here.
        assert answer.status_code in (401, 415, 422), f"{method} {path}: {answer.status_code}"


async def test_a12_what_hot_statements_do_ends_with_the_token_too(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    learner = await campus.somebody("learner")
    program = await _program(campus, learner, "read", "write")
    await program.does("POST", f"/api/courses/{course.id}/enroll")
    section = f"/api/progress/lessons/{course.lesson_id}/sections"
    await program.does("POST", f"{section}/{course.section_id}/complete")
    await learner.does("DELETE", f"/api/auth/tokens/{program.session_id}")
    late = await program.asks("POST", f"{section}/{course.other_section_id}/complete")
    assert late.status_code == 401
    assert await campus.value("select count(*) from section_progress") == 1
