"""Limits of requests over HTTP: whom they count for, what answers say, and 429."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import msgspec
import pytest

from alcuin.app.refusals import REFUSALS
from alcuin.kit.db import Database, open_database
from alcuin.kit.http import (
    Body,
    Envelope,
    Request,
    Response,
    Strict,
    Who,
    count,
    create_app,
    edge,
    get,
    post,
)
from alcuin.kit.limits import Rates
from alcuin.kit.problems import Unavailable
from tests.kit.http.school import SETTINGS, NoDatabase, Porter

NOON = "2026-03-02T12:00:00.5Z"
RATES = Rates(anonymous=4, signed_in=8, shared_networks=("198.51.100.0/24",))
GENERATION = Strict("generation", attempts=5, window_seconds=900)


Small = Annotated[int, msgspec.Meta(ge=0, le=9)]


class Topic(Body, frozen=True):
    number: bool


@get("/api/courses", who=Who.PUBLIC)
async def list_courses(request: Request) -> Response[Envelope[None]]:
    """List."""
    return Response(b"{}")


@get("/api/me", who=Who.SIGNED_IN)
async def me(request: Request) -> Response[Envelope[None]]:
    """Say who asks."""
    async with edge(request) as at:
        return at.answer(None)


@get("/api/courses/{known:int}", who=Who.PUBLIC, from_memory=True)
async def read_course(request: Request, known: Small) -> Response[Envelope[None]]:
    """Show a course, from memory where it is known."""
    if not known:
        await count(request.scope)
    return Response(b"{}")


@get("/api/media", who=Who.PUBLIC)
async def read_file(request: Request) -> Response[bytes]:
    """Read a file."""
    return Response(b"")


@get("/health", who=Who.PUBLIC, quiet=True)
async def health(request: Request) -> Response[Envelope[None]]:
    """Be well."""
    return Response(b"{}")


@post("/api/courses/generate", who=Who.SIGNED_IN, limit=GENERATION)
async def generate(request: Request, data: Topic) -> Response[Envelope[None]]:
    """Start a job."""
    return Response(b"{}", status=202)


@get("/api/courses/generate/{job:int}/status", who=Who.SIGNED_IN)
async def generation_status(request: Request, job: Small) -> Response[Envelope[None]]:
    """Show how far a job is."""
    return Response(b"{}")


ROUTES = [list_courses, me, read_course, read_file, health, generate, generation_status]


class Door:
    """The application with limits, behind one trusted proxy."""

    def __init__(self, database: Database, rates: Rates | None = RATES) -> None:
        settings = msgspec.structs.replace(SETTINGS, rates=rates, trusted_proxies=("10.0.0.9",))
        self.app = create_app(
            ROUTES, database=database, doorkeeper=Porter(), settings=settings, log=io.BytesIO()
        )
        transport = httpx.ASGITransport(self.app, client=("10.0.0.9", 1))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")

    async def get(
        self, path: str = "/api/courses", token: str | None = None, origin: str = "192.0.2.1"
    ) -> httpx.Response:
        headers = {"x-forwarded-for": origin}
        headers |= {"authorization": f"Bearer {token}"} if token else {}
        return await self.client.get(path, headers=headers)

    async def statuses(self, many: int, path: str = "/api/courses", **more: str) -> list[int]:
        return [(await self.get(path, **more)).status_code for _ in range(many)]

    async def generate(self, token: str, body: object = None) -> httpx.Response:
        return await self.client.post(
            "/api/courses/generate",
            json={"number": True} if body is None else body,
            headers={"authorization": f"Bearer {token}"},
        )


@pytest.fixture
async def noon(database_url: str) -> AsyncIterator[Database]:
    """A database where the window does not end while a test runs."""
    opened = await open_database(database_url, REFUSALS, size=8, settings={"alcuin.now": NOON})
    yield opened
    await opened.pool.close()


@pytest.fixture
def door(noon: Database) -> Door:
    return Door(noon)


async def test_the_anonymous_are_counted_by_address(door: Door) -> None:
    assert await door.statuses(6) == [200] * 4 + [429] * 2
    assert await door.statuses(1, origin="192.0.2.2") == [200]


async def test_the_signed_in_are_counted_by_user_wherever_they_are(door: Door) -> None:
    homes = [f"192.0.2.{n}" for n in range(10)]
    told = [(await door.get("/api/me", "learner", home)).status_code for home in homes]
    assert told == [200] * 8 + [429] * 2
    assert await door.statuses(1, "/api/me", token="teacher") == [200]
    assert await door.statuses(4) == [200] * 4, "their addresses are not counted"


async def test_of_ipv6_the_first_64_bits_are_one_address(door: Door) -> None:
    told = [(await door.get(origin=f"2001:db8::{n:x}")).status_code for n in range(6)]
    assert told == [200] * 4 + [429] * 2
    assert await door.statuses(1, origin="2001:db8:0:1::1") == [200]


async def test_a_school_behind_one_address_may_ask_thirty_times_as_often(door: Door) -> None:
    told = await door.statuses(121, origin="198.51.100.7")
    assert 0.9 * 120 <= told.count(200) <= 120
    assert told[-1] == 429


async def test_f17_a_forged_address_is_no_way_around(noon: Database) -> None:
    door = Door(noon)
    stranger = httpx.ASGITransport(door.app, client=("203.0.113.5", 1))
    async with httpx.AsyncClient(transport=stranger, base_url="http://localhost:8000") as client:
        told = [
            (await client.get("/api/courses", headers={"x-forwarded-for": f"192.0.2.{n}"}))
            for n in range(6)
        ]
    assert [answer.status_code for answer in told] == [200] * 4 + [429] * 2


async def test_a_wrong_token_counts_for_the_address(door: Door) -> None:
    assert await door.statuses(6, "/api/me", token="stolen") == [401] * 4 + [429] * 2
    assert await door.statuses(1) == [429]


async def test_what_the_anonymous_get_from_memory_is_not_counted(door: Door) -> None:
    assert await door.statuses(20, "/api/courses/1") == [200] * 20
    assert await door.statuses(6, "/api/courses/0") == [200] * 4 + [429] * 2
    assert await door.statuses(1, "/api/courses/1") == [200]


async def test_files_are_counted_apart_from_the_pages_that_show_them(door: Door) -> None:
    told = await door.statuses(41, "/api/media")
    assert 36 <= told.count(200) <= 40
    assert told[-1] == 429
    assert await door.statuses(6) == [200] * 4 + [429] * 2
    shown = await door.get("/api/media", token="learner")
    assert shown.headers["ratelimit-policy"] == '"files";q=80;w=900'


async def test_probes_and_the_reference_are_never_counted(door: Door) -> None:
    await door.statuses(5)
    for path in ("/health", "/api/openapi.json", "/api/docs", "/api/docs/reference.css"):
        assert await door.statuses(10, path) == [200] * 10
        assert "ratelimit" not in (await door.get(path)).headers
    assert await door.statuses(20, "/health", token="learner") == [200] * 20


async def test_answers_say_where_one_stands(door: Door) -> None:
    first, second = await door.get(), await door.get()
    assert first.headers["ratelimit-policy"] == '"default";q=4;w=900'
    assert first.headers["ratelimit"] in ('"default";r=3;t=899', '"default";r=3;t=900')
    assert second.headers["ratelimit"].startswith('"default";r=2;')


async def test_a_refusal_says_when_to_come_again(door: Door) -> None:
    await door.statuses(4)
    refused = await door.get()
    told = refused.json()
    assert refused.headers["content-type"] == "application/problem+json"
    assert (told["code"], told["policy"], told["limit"]) == ("too_many_requests", "default", 4)
    until = refused.headers["ratelimit"].partition(";t=")[2]
    assert refused.headers["retry-after"] == until
    assert 890 <= int(until) <= 900


async def test_nothing_is_read_or_asked_for_the_refused(door: Door) -> None:
    await door.statuses(9, "/api/me", token="learner")
    answer = await door.generate("learner", "no object at all")
    assert answer.status_code == 429


async def test_two_processes_share_a_limit(noon: Database) -> None:
    doors = [Door(noon), Door(noon)]
    told = [(await doors[n % 2].get()).status_code for n in range(12)]
    assert told.count(200) == 4


async def test_turned_off_nothing_is_counted(noon: Database) -> None:
    door = Door(noon, rates=None)
    assert await door.statuses(20) == [200] * 20
    assert [(await door.generate("learner")).status_code for _ in range(8)] == [202] * 8
    assert "ratelimit" not in (await door.get()).headers


async def test_without_a_database_the_answer_is_503() -> None:
    class Away(NoDatabase):
        def statement(self) -> None:  # type: ignore[override]
            raise Unavailable

    answer = await Door(Away()).get()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


# ---------------------------------------------------------------- strict limits


async def test_the_sixth_attempt_in_a_window_is_refused(noon: Database) -> None:
    door = Door(noon, Rates())
    answers = [await door.generate("learner") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert (
        answers[0].headers["ratelimit-policy"] == '"default";q=1000;w=900, "generation";q=5;w=900'
    )
    assert answers[0].headers["ratelimit"].endswith(', "generation";r=4;t=900')
    assert answers[5].json()["policy"] == "generation"
    assert answers[5].headers["retry-after"] == "900"
    assert (await door.generate("teacher")).status_code == 202


async def test_watching_a_job_never_counts_as_starting_one(noon: Database) -> None:
    door = Door(noon, Rates())
    path = "/api/courses/generate/7/status"
    assert await door.statuses(50, path, token="learner") == [200] * 50
    assert [(await door.generate("learner")).status_code for _ in range(6)] == [202] * 5 + [429]
    assert await door.statuses(50, path, token="learner") == [200] * 50


async def test_a_mistake_in_a_form_costs_no_attempt(noon: Database) -> None:
    door = Door(noon, Rates())
    mistakes = [await door.generate("learner", {"number": "x"}) for _ in range(6)]
    assert {answer.status_code for answer in mistakes} == {422}
    assert (await door.generate("learner")).status_code == 202


async def test_attempts_at_several_processes_at_once_are_counted_exactly(noon: Database) -> None:
    doors = [Door(noon, Rates()) for _ in range(3)]
    answers = await asyncio.gather(*(doors[n % 3].generate("learner") for n in range(30)))
    assert [answer.status_code for answer in answers].count(202) == 5


async def test_who_is_not_signed_in_costs_nobody_an_attempt(noon: Database) -> None:
    door = Door(noon, Rates())
    answer = await door.client.post("/api/courses/generate", json={"number": True})
    assert answer.status_code == 401
    async with noon.statement() as conn:
        assert await conn.value(int, "select count(*) from attempt_counter") == 0
