"""Answers: envelope, encodings, ETags, HEAD."""

import asyncio
import gzip
import socket

import httpx
import pytest
import uvicorn

from alcuin.kit.http.answers import is_among, takes_gzip
from tests.kit.http.school import BIG, COURSE, School

RELEASE = "/api/releases/1"


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


ONE = f"/api/courses/{COURSE.id}"


async def test_one_thing_comes_in_an_envelope() -> None:
    async with School().client() as client:
        answer = await client.get(ONE)
    assert answer.json() == {
        "success": True,
        "data": {
            "id": str(COURSE.id),
            "title": "Memory",
            "difficulty": "BEGINNER",
            "lessonCount": 3,
        },
    }


async def test_a_list_has_its_pagination_beside_it() -> None:
    async with School().client() as client:
        answer = await client.get("/api/courses")
    assert answer.json()["success"] is True
    assert answer.json()["pagination"] == {
        "page": 1,
        "limit": 10,
        "total": 21,
        "pages": 3,
        "cursor": "x",
    }


async def test_private_answers_are_not_stored() -> None:
    async with School().client("learner") as client:
        assert (await client.get("/api/me")).headers["cache-control"] == "no-store"


async def test_each_encoding_has_an_etag_of_its_own_and_vary_stands_on_both() -> None:
    async with School().client() as client:
        plain = await client.get(RELEASE, headers={"accept-encoding": "identity"})
        small = await client.get(RELEASE, headers={"accept-encoding": "gzip"})
    assert plain.content == small.content == BIG
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert plain.headers["etag"] == '"abc"'
    assert small.headers["etag"] == '"abc-gzip"'
    assert "accept-encoding" in plain.headers["vary"]
    assert "accept-encoding" in small.headers["vary"]


@pytest.mark.parametrize(
    ("encoding", "known", "status"),
    [
        ("gzip", '"abc-gzip"', 304),
        ("gzip", 'W/"abc-gzip"', 304),
        ("gzip", '"x", "abc-gzip"', 304),
        ("gzip", '"abc"', 200),
        ("identity", '"abc"', 304),
        ("identity", '"abc-gzip"', 200),
        ("identity", "*", 304),
    ],
)
async def test_a_client_that_has_this_encoding_gets_304(
    encoding: str, known: str, status: int
) -> None:
    async with School().client() as client:
        answer = await client.get(
            RELEASE, headers={"accept-encoding": encoding, "if-none-match": known}
        )
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["etag"]
    assert (answer.content == b"") is (status == 304)


async def test_answers_made_just_now_are_compressed_where_it_is_worth_it() -> None:
    async with School().client() as client:
        large = await client.get("/api/openapi.json", headers={"accept-encoding": "gzip"})
        small = await client.get("/api/courses", headers={"accept-encoding": "gzip"})
        problem = await client.post(
            "/api/auth/login",
            json={str(n): n for n in range(60)},
            headers={"accept-encoding": "gzip"},
        )
    assert large.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in small.headers
    assert problem.headers["content-encoding"] == "gzip"
    assert len(problem.json()["errors"]) == 61


@pytest.mark.parametrize("path", [ONE, RELEASE, "/api/courses", "/api/docs", "/api/nothing"])
async def test_head_is_get_without_a_body(path: str) -> None:
    async with School().client() as client:
        got, head = await client.get(path), await client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    for name in ("content-length", "content-type", "vary"):
        assert head.headers[name] == got.headers[name]


async def test_head_is_405_where_get_is() -> None:
    async with School().client() as client:
        answer = await client.head("/api/auth/login")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "OPTIONS, POST"


async def test_options_names_every_method_of_an_address() -> None:
    async with School().client() as client:
        answer = await client.options("/api/courses")
        nowhere = await client.options("/api/nothing")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    assert nowhere.status_code == 404


async def test_a_real_server_answers_head_too(
    unused_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    config = uvicorn.Config(School().app, port=unused_port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn tells by this flag alone
        await asyncio.sleep(0)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{unused_port}") as client:
        for _ in range(2):
            head = await client.head("/api/courses")
            assert (head.status_code, head.content) == (200, b"")
            assert int(head.headers["content-length"]) > 0
        assert (await client.get("/api/courses")).json()["success"] is True
    server.should_exit = True
    await serving
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


def test_gzip_is_sent_only_to_those_who_take_it() -> None:
    assert takes_gzip(b"gzip")
    assert takes_gzip(b"br, gzip;q=0.5")
    assert takes_gzip(b"deflate, gzip")
    assert not takes_gzip(b"gzip;q=0")
    assert not takes_gzip(b"gzip ; q=0.000, br")
    assert not takes_gzip(b"xgzip")
    assert not takes_gzip(b"identity")


def test_a_tag_that_a_proxy_weakened_names_the_same() -> None:
    assert is_among('"3"', b'W/"3"')
    assert is_among('"3"', b'"2", W/"3"')
    assert not is_among('"3"', b'W/"2", 3')


async def test_what_was_compressed_beforehand_is_not_compressed_again() -> None:
    taken = {"accept-encoding": "gzip"}
    async with School().client() as client, client.stream("GET", RELEASE, headers=taken) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert raw == gzip.compress(BIG, mtime=0)
