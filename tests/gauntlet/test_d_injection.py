"""GAUNTLET D: text that wants to be more than text, over the whole application."""

import json
import time

import pytest

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus


@pytest.mark.parametrize(
    "text", ["'; select pg_sleep(5); --", "stars' or '1'='1", "%", "stars:* & !x", "\\", "🟊 ' \" |"]
)
async def test_d6_sql_in_a_search_or_sort_is_text_or_refused(campus: Campus, text: str) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    course = await campus.course(admin)
    await admin.does("POST", f"/api/courses/{course.id}/publish", json={})
    began = time.perf_counter()
    for path, name in (
        ("/api/courses", "search"),
        ("/api/courses", "category"),
        ("/api/courses", "tag"),
        ("/api/users", "search"),
    ):
        answer = await admin.asks("GET", path, params={name: text})
        assert (answer.status_code, answer.json()["data"]) == (200, []), f"{path} {name}"
    for path in ("/api/courses", f"/api/courses/{course.id}/students"):
        assert (await admin.asks("GET", path, params={"sort": text})).status_code == 422
    assert time.perf_counter() - began < 10


async def test_d12_a_line_end_in_a_request_makes_no_line_of_the_log(campus: Campus) -> None:
    for path in (
        "/api/courses/a%0A%7B%22event%22:%22forged%22%7D",
        "/api/courses?search=%0Aforged",
    ):
        await campus.client.get(path, headers={"user-agent": "forged"})
    campus.app.stop()
    log = campus.log.getvalue().decode()
    assert "forged" not in log
    assert [json.loads(line)["event"] for line in log.splitlines()] == ["request", "request"]
