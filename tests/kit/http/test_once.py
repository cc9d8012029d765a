"""Idempotency-Key, on PostgreSQL."""

import asyncio
import json

import httpx

from alcuin.kit.db import Database
from tests.kit.http.school import School

KEY = {"idempotency-key": "first"}


async def _made(school: School, title: str, who: str = "teacher") -> httpx.Response:
    async with school.client(who) as client:
        return await client.post("/api/courses", json={"title": title}, headers=KEY)


async def _kept(database: Database) -> int | None:
    async with database.statement() as conn:
        return await conn.value(int, "select count(*) from idempotency")


async def test_i2_asked_again_an_operation_answers_the_same(database: Database) -> None:
    school = School(database)
    first, second = await _made(school, "a"), await _made(school, "a")
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first.headers["location"] == second.headers["location"]
    assert await _kept(database) == 1


async def test_i2_a_key_used_for_another_body_is_422(database: Database) -> None:
    school = School(database)
    await _made(school, "a")
    other = await _made(school, "b")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_i2_a_request_whose_twin_is_under_way_is_409(database: Database) -> None:
    school = School(database)
    answers = await asyncio.gather(*(_made(school, "a") for _ in range(8)))
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {201, 409}
    assert 201 in statuses
    assert await _kept(database) == 1
    async with database.transaction() as conn:
        await conn.value(
            bool,
            "select pg_try_advisory_xact_lock(hashtextextended($1, 0))",
            f"idempotency {json.loads(first_user(school))} POST /api/courses first",
        )
        held = await _made(school, "a")
    assert (held.status_code, held.json()["code"]) == (409, "idempotency_in_flight")


def first_user(school: School) -> str:
    """The id of whoever made the requests, as the log has it."""
    return json.dumps(next(line["userId"] for line in school.lines() if "userId" in line))


async def test_a_key_belongs_to_one_person(database: Database) -> None:
    school = School(database)
    await _made(school, "a")
    assert (await _made(school, "b", "other teacher")).status_code == 201
    assert await _kept(database) == 2


async def test_a_refusal_is_not_kept(database: Database) -> None:
    school = School(database)
    assert (await _made(school, "full")).status_code == 409
    assert (await _made(school, "a")).status_code == 201


async def test_after_a_day_a_key_is_free_again(database: Database) -> None:
    school = School(database)
    await _made(school, "a")
    async with database.statement() as conn:
        await conn.run("update idempotency set created_at = kit_now() - interval '25 hours'")
    assert (await _made(school, "b")).json()["data"]["title"] == "b"


async def test_a_key_that_is_no_key_is_422(database: Database) -> None:
    async with School(database).client("teacher") as client:
        for key in ("", "x" * 201, "a\tb"):
            answer = await client.post(
                "/api/courses", json={"title": "a"}, headers={"idempotency-key": key}
            )
            assert answer.status_code == 422
