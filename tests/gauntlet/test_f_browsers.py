"""GAUNTLET F13 and F15: what other sites can make a browser do here, over every operation."""

import json
import re
from typing import Any

import pytest

from alcuin.kit.actor import Role
from alcuin.web.letters import LINKED
from tests.conftest import SoloDatabase
from tests.matrix.campus import PASSWORD, Campus, address
from tests.matrix.requests import BODIES

SOME_ID = "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871"
PAGES = ("/", "/docs", "/docs/architecture", "/api/docs", *(f"/{name}" for name in LINKED))
BROWSER = {"accept": "text/html", "origin": "https://evil.example", "sec-fetch-site": "cross-site"}
FORMS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", None)
TAKES_FILES = "POST /api/media"


def _operations(document: Any) -> list[tuple[str, str, Any]]:  # Any: JSON
    """Method, path with ids, and what is said of each operation."""
    return [
        (method.upper(), _filled(path), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda name: "1" if name[1] == "number" else SOME_ID, path)


async def test_f13_no_cookie_signs_anybody_in_and_none_is_ever_set(campus: Campus) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    names = ("session", "token", "access_token", "accessToken", "__Host-session", "authorization")
    cookies = "; ".join(f"{name}={admin.token}" for name in names)
    for method, path, operation in _operations(await campus.document()):
        if operation["x-who"] == "PUBLIC":
            continue
        answer = await campus.client.request(method, path, headers={"cookie": cookies})
        assert answer.status_code == 401, f"{method} {path}"
    signed_in = await campus.client.post(
        "/api/auth/login", json={"email": address("admin"), "password": PASSWORD}
    )
    assert signed_in.status_code == 200
    for answer in (signed_in, *[await campus.client.get(page) for page in PAGES]):
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("content_type", FORMS)
async def test_f13_what_a_form_can_send_is_415_for_every_operation_that_takes_json(
    campus: Campus, content_type: str | None
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    headers = {"if-match": "*"} | ({"content-type": content_type} if content_type else {})
    tried = 0
    for method, path, operation in _operations(await campus.document()):
        name = f"{method} {path}"
        if "requestBody" not in operation or name == TAKES_FILES:
            continue
        body = json.dumps(BODIES.get(name, {"a": "="})).encode()
        answer = await admin.asks(method, path, content=body, headers=headers)
        assert answer.status_code == 415, f"{name}: {answer.text}"
        tried += 1
    assert tried > 20


async def test_f13_nothing_that_is_opened_changes_anything(
    campus: Campus, rolled_back: SoloDatabase
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    course = await campus.course(admin)
    await admin.does("POST", f"/api/courses/{course.id}/publish", json={})
    await admin.does("POST", f"/api/courses/{course.id}/enroll")
    await rolled_back.pool.raw.execute("set constraints all immediate")
    await rolled_back.pool.raw.execute("set transaction read only")
    for method, path, _ in _operations(await campus.document()):
        if method != "GET":
            continue
        for there in (path, path.replace(SOME_ID, course.id, 1)):
            answer = await admin.asks("GET", there, headers=BROWSER)
            assert answer.status_code < 500, f"{there}: {answer.text}"
    for page in PAGES:
        assert (await campus.client.get(f"{page}?token=x", headers=BROWSER)).status_code == 200


async def test_f15_no_answer_and_no_page_is_shown_in_a_frame(campus: Campus) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    stored = await admin.does(
        "POST", "/api/media?name=a.txt", content=b"a", headers={"content-type": "text/plain"}
    )
    asked = [("GET", page) for page in (*PAGES, stored["url"], "/nowhere", "/static/none")]
    asked += [(method, path) for method, path, _ in _operations(await campus.document())]
    for method, path in asked:
        for headers in ({}, BROWSER, {"host": "evil.example"}):
            answer = await admin.asks(method, path, headers=headers)
            policy = answer.headers.get_list("content-security-policy")
            assert any("frame-ancestors 'none'" in each for each in policy), f"{method} {path}"
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["x-content-type-options"] == "nosniff"
