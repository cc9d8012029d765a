"""Who is let in, and what edits demand."""

from typing import Any

import httpx
import pytest

from tests.kit.http.school import COURSE, School

ONE = f"/api/courses/{COURSE.id}"


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        # public, signed in, verified, teachers, administrators
        (None, (200, 401, 401, 401, 401)),
        ("unverified", (200, 200, 403, 403, 403)),
        ("learner", (200, 200, 200, 403, 403)),
        ("teacher", (200, 200, 200, 201, 403)),
        ("admin", (200, 200, 200, 201, 200)),
        ("suspended", (401, 401, 401, 401, 401)),
    ],
)
async def test_an_operation_lets_in_whom_it_names(
    who: str | None, statuses: tuple[int, ...]
) -> None:
    async with School().client(who) as client:
        answers = [
            await client.get("/api/courses"),
            await client.get("/api/me"),
            await client.post(f"{ONE}/enroll"),
            await client.post("/api/courses", json={"title": "a"}),
            await client.delete(ONE),
        ]
    assert tuple(answer.status_code for answer in answers) == statuses


async def test_a_token_alone_tells_who_asks_on_the_hot_path() -> None:
    async with School().client("learner") as client:
        assert (await client.get("/api/hot?days=3")).json()["days"] == 3
        assert (await client.get("/api/hot?days=31")).status_code == 422
    async with School().client() as client:
        assert (await client.get("/api/hot")).status_code == 401


async def _edited(body: Any, if_match: str | None = '"3"', method: str = "PUT") -> httpx.Response:
    async with School().client("teacher") as client:
        headers = {"if-match": if_match} if if_match else {}
        return await client.request(method, ONE, json=body, headers=headers)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_put_and_patch_are_one_action_and_what_is_left_out_stays(method: str) -> None:
    answer = await _edited({"title": "New"}, method=method)
    assert answer.status_code == 200
    assert answer.json()["data"]["title"] == "New"
    assert answer.json()["data"]["difficulty"] == "BEGINNER"
    assert answer.headers["etag"] == '"4"'


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        (None, 428),
        ('"3"', 200),
        ('"3-gzip"', 200),
        ('"1", "3"', 200),
        ("*", 200),
        ('"2"', 412),
        ('W/"3"', 200),  # weakened by a proxy: it still names the revision
        ('W/"3-gzip"', 200),
        ('W/"2"', 412),
        ("3", 412),
    ],
)
async def test_an_edit_demands_the_revision_that_was_read(
    if_match: str | None, status: int
) -> None:
    assert (await _edited({}, if_match)).status_code == status


async def test_a_client_may_put_back_what_it_got() -> None:
    async with School().client("teacher") as client:
        got = (await client.get(ONE)).json()["data"]
    answer = await _edited(got | {"title": "New"})
    assert answer.status_code == 200
    assert answer.json()["data"] == got | {"title": "New"}


async def test_b1_changing_what_cannot_be_changed_is_422_with_every_field() -> None:
    answer = await _edited({"lessonCount": 4, "role": "ADMIN", "title": "", "difficulty": 1})
    assert answer.status_code == 422
    assert sorted((each["pointer"], each["code"]) for each in answer.json()["errors"]) == [
        ("/difficulty", "type"),
        ("/lessonCount", "read_only"),
        ("/role", "unknown"),
        ("/title", "length"),
    ]


async def test_an_edit_that_is_no_object_is_422() -> None:
    assert (await _edited([])).status_code == 422


async def test_a_text_that_cannot_be_stored_does_not_come_in_by_an_edit() -> None:
    answer = await _edited({"title": "a\0b"})
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/title"]
