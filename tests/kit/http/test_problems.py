"""Refusals as problem details."""

import msgspec
import pytest

from tests.kit.http.school import COURSE, SETTINGS, School


async def test_a_refusal_is_a_problem_that_clients_of_the_guide_read_too() -> None:
    async with School().client("teacher") as client:
        answer = await client.post("/api/courses", json={"title": "full"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/api/docs#course_full",
        "title": "The course is full",
        "status": 409,
        "detail": "The course is full.",
        "success": False,
        "error": "The course is full",
        "code": "course_full",
        "requestId": answer.headers["x-request-id"],
        "seatsLeft": 0,
    }


async def test_an_address_without_anything_is_404_and_another_method_405() -> None:
    async with School().client() as client:
        nowhere = await client.get("/api/nowhere")
        other = await client.put("/api/courses", json={})
        odd = await client.request("PURGE", "/api/courses")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "no_such_page")
    assert (other.status_code, other.json()["code"]) == (405, "method_not_allowed")
    assert other.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert odd.status_code == 405


async def test_a_fault_of_ours_says_nothing_but_its_request_id() -> None:
    school = School()
    async with school.client() as client:
        answer = await client.get("/api/broken")
    assert answer.status_code == 500
    assert answer.json()["code"] == "unexpected"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    fault, line = school.lines()
    assert fault["requestId"] == line["requestId"] == answer.json()["requestId"]
    assert fault["fault"].startswith("RuntimeError at")
    assert any("broken" in frame for frame in fault["stack"])


async def test_the_log_of_production_does_not_quote_a_fault() -> None:
    school = School(
        settings=msgspec.structs.replace(
            SETTINGS, public_url="https://learn.example", environment="production"
        )
    )
    async with school.client() as client:
        await client.get("/api/broken", headers={"host": "learn.example"})
    school.app.stop()
    assert b"somebody@example.org" not in school.log.getvalue()


async def test_a_database_that_is_away_is_503_with_retry_after() -> None:
    async with School().client() as client:
        answer = await client.get("/api/away")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("shown", ["", "learner", "Basic bGVhcm5lcg==", "Bearer", "Bearer nobody"])
async def test_a_token_that_is_shown_must_be_good_even_where_none_is_needed(shown: str) -> None:
    async with School().client() as client:
        answer = await client.get(f"/api/courses/{COURSE.id}", headers={"authorization": shown})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_after_a_refused_body_the_connection_ends() -> None:
    async with School().client() as client:
        answer = await client.post(
            "/api/auth/login", content=b"x" * 2_000, headers={"content-type": "application/json"}
        )
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
