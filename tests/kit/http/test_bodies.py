"""Request bodies: bounded, strict JSON, every error with its pointer."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from alcuin.kit.http.bodies import TooSlow, parse_json, read_body
from alcuin.kit.http.storable import unstorable_in
from alcuin.kit.http.values import MOST_ERRORS
from alcuin.kit.http.visit import Visit
from tests.kit.http.school import COURSE, School

JSON = {"content-type": "application/json"}


async def _sent(
    content: bytes, headers: dict[str, str] = JSON, path: str = "/api/courses"
) -> httpx.Response:
    async with School().client("teacher") as client:
        return await client.post(path, content=content, headers=headers)


async def _errors(content: bytes) -> list[tuple[str, str]]:
    answer = await _sent(content)
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


@pytest.mark.parametrize(
    "content",
    [
        b'{"title":"a","title":"b"}',
        b'{"title":"a","metadata":{"x":1,"x":2}}',
        b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 100_000,
        b'{"title":"a","metadata":{"n":' + b"9" * 1_000_000 + b"}}",
        b'{"title":"a","metadata":{"n":NaN}}',
        b'{"title":"a","metadata":{"n":1e999}}',
        b'{"title":"a"',
        b"",
        b"\xff\xfe",
        b'\xef\xbb\xbf{"title":"a"}',
        b'{"title":"a\x00"}',
        b'{"title":"a"} x',
    ],
    ids=lambda content: repr(content[:30]),
)
async def test_d16_json_that_can_be_read_in_two_ways_or_not_at_all_is_400(content: bytes) -> None:
    assert (await _sent(content)).status_code == 400


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]
)
async def test_d16_json_of_another_content_type_or_none_is_415(content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    assert (await _sent(b'{"title":"a"}', headers)).status_code == 415


async def test_the_content_type_may_carry_a_charset() -> None:
    answer = await _sent(b'{"title":"a"}', {"content-type": "Application/JSON; charset=utf-8"})
    assert answer.status_code == 201


async def test_d16_a_compressed_body_is_415_and_never_unpacked() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    answer = await _sent(bomb, JSON | {"content-encoding": "gzip"})
    assert answer.status_code == 415


@pytest.mark.parametrize("text", [r"a\u0000b", r"\ud800", r"\udc00\ud800"])
async def test_a_text_that_cannot_be_stored_is_422_wherever_it_stands(text: str) -> None:
    assert await _errors(f'{{"title":"{text}"}}'.encode()) == [("/title", "text")]
    found = await _errors(f'{{"title":"a","metadata":{{"x":["{text}"]}}}}'.encode())
    assert found == [("/metadata/x/0", "text")]
    assert await _errors(f'{{"title":"a","metadata":{{"{text}":1}}}}'.encode())


@pytest.mark.parametrize("field", ["difficulty", "links", "metadata", "links/0/weight"])
async def test_half_a_surrogate_pair_is_422_also_where_no_text_is_expected(field: str) -> None:
    body = (
        {field: "\ud800"} if "/" not in field else {"links": [{"label": "a", "weight": "\ud800"}]}
    )
    found = await _errors(json.dumps({"title": "a"} | body).encode())
    assert (f"/{field}", "text") in found
    assert len(found) == len(set(found))


async def test_a_name_that_cannot_be_answered_is_422_all_the_same() -> None:
    found = await _errors(rb'{"title":"a","\ud800":1}')
    assert ("/?", "unknown") in found


async def test_an_answer_names_a_hundred_errors_and_stays_small() -> None:
    fields = ",".join(f'"k{number}":0' for number in range(50_000))
    assert len(await _errors(f"{{{fields}}}".encode())) == 100
    texts = ",".join([r'"\u0000"'] * 80_000)
    assert len(await _errors(f'{{"title":"a","metadata":{{"x":[{texts}]}}}}'.encode())) == 100


class Watched(list[str]):
    """A list that counts how many of its entries were looked at."""

    looked_at = 0

    def __iter__(self) -> Iterator[str]:
        for text in super().__iter__():
            self.looked_at += 1
            yield text


def test_a_body_without_escapes_is_not_searched_and_a_bad_one_only_for_a_hundred() -> None:
    plain, bad = Watched(["a"] * 1_000), Watched(["\0"] * 1_000)
    assert unstorable_in(plain, b'["a"]') == []
    assert plain.looked_at == 0
    assert len(unstorable_in(bad, rb'["\u0000"]')) == MOST_ERRORS
    assert bad.looked_at == MOST_ERRORS


async def test_d13_many_escaped_texts_hold_nobody_up() -> None:
    texts = ",".join(f'"k{number}":"\\u0041"' for number in range(40_000))
    assert await _errors(f'{{"title":"","metadata":{{{texts}}}}}'.encode()) == [
        ("/title", "length")
    ]


@pytest.mark.parametrize(
    "body",
    [b"[" * 1_000_000, b'{"title":[' + b"1," * 300_000 + b"1]}", b'[""' + b',""' * 100_000 + b"]"],
    ids=["brackets", "numbers", "texts"],
)
async def test_d16_a_body_of_too_many_parts_is_413_and_not_parsed(body: bytes) -> None:
    answer = await _sent(body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_tangled")
    assert answer.headers["connection"] == "close"


def test_the_longest_content_that_a_section_takes_is_never_too_tangled() -> None:
    content = json.dumps({"title": "t" * 200, "content": '"' * 200_000, "metadata": {"a": 1}})
    assert parse_json(b"application/json", content.encode())["metadata"] == {"a": 1}


async def test_d16_a_number_of_thousands_of_digits_is_400() -> None:
    answer = await _sent(b'{"title":"a","metadata":{"x":%b}}' % (b"9" * 4_000))
    assert answer.status_code == 400


async def test_nobody_unknown_makes_us_read_a_body() -> None:
    async with School().client(None) as client:
        answer = await client.post("/api/courses", content=b"{" * 1_000_000, headers=JSON)
    assert answer.status_code == 401


async def test_escapes_that_make_a_letter_are_welcome() -> None:
    answer = await _sent(rb'{"title":"\ud83d\ude00 \u00e4"}')
    assert answer.json()["data"]["title"] == "\U0001f600 ä"


async def test_every_wrong_field_is_named_with_its_json_pointer() -> None:
    body = {
        "title": "",
        "difficulty": "hard",
        "links": [{"label": "x", "weight": 10}, {"weight": "1", "a/b~c": 1}, 3],
        "note": "much too long a note",
        "price": 1,
    }
    found = await _errors(json.dumps(body).encode())
    assert sorted(found) == [
        ("/difficulty", "choice"),
        ("/links/0/weight", "range"),
        ("/links/1/a~1b~0c", "unknown"),
        ("/links/1/label", "missing"),
        ("/links/1/weight", "type"),
        ("/links/2", "type"),
        ("/note", "length"),
        ("/price", "unknown"),
        ("/title", "length"),
    ]


async def test_a_whole_number_may_be_written_with_a_point_or_an_exponent() -> None:
    for weight, status in (("3.0", 201), ("3e0", 201), ("3.5", 422), ("1e300", 422)):
        body = f'{{"title":"a","links":[{{"label":"x","weight":{weight}}}]}}'
        assert (await _sent(body.encode())).status_code == status, weight


async def test_a_list_that_is_too_long_is_named() -> None:
    body = {"title": "a", "links": [{"label": "x"}] * 4}
    assert await _errors(json.dumps(body).encode()) == [("/links", "length")]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"a"', b"1"])
async def test_a_body_that_is_no_object_is_422(body: bytes) -> None:
    assert await _errors(body) == [("", "type")]


async def test_enums_are_read_in_any_case_and_written_upper() -> None:
    answer = await _sent(b'{"title":"a","difficulty":"Advanced"}')
    assert answer.json()["data"]["difficulty"] == "ADVANCED"


async def test_b2_a_field_sent_to_an_operation_that_takes_none_is_422() -> None:
    path = f"/api/courses/{COURSE.id}/enroll"
    answer = await _sent(b'{"progress":100}', path=path)
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/progress"]
    assert (await _sent(b"{}", path=path)).status_code == 200
    assert (await _sent(b"", {}, path=path)).status_code == 200


async def test_f16_a_body_beyond_its_limit_is_413() -> None:
    login = json.dumps({"label": "p" * 1_000_000}).encode()
    assert (await _sent(login, path="/api/auth/login")).status_code == 413
    assert (await _sent(b" " * 10_000_001)).status_code == 413


async def _streamed(chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """Send chunks as a server would; answers the status and how many chunks were taken."""
    school, sent, taken = School(), [], 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        if taken == len(chunks):
            return {"type": "http.disconnect"}
        taken += 1
        return {"type": "http.request", "body": chunks[taken - 1], "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/courses",
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            (b"authorization", b"Bearer teacher"),
            (b"content-type", b"application/json"),
            *headers,
        ],
        "client": None,
    }
    await school.app(scope, receive, send)
    lines = school.lines()
    assert len(lines) == 1
    return lines[0]["status"], taken


async def test_a_chunked_body_is_counted_while_it_arrives() -> None:
    # The rest is taken and dropped: who is still sending would not hear the answer.
    status, taken = await _streamed([b" " * 1_000_000] * 100, [(b"transfer-encoding", b"chunked")])
    assert (status, taken) == (413, 100)


async def test_a_length_that_lies_is_counted_all_the_same() -> None:
    status, taken = await _streamed([b" " * 6_000_000] * 9, [(b"content-length", b"10")])
    assert (status, taken) == (413, 9)


async def test_a_client_that_hangs_up_is_no_fault() -> None:
    assert await _streamed([b'{"ti'], []) == (499, 1)


async def test_a_body_that_never_ends_is_given_up() -> None:
    messages = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> dict[str, Any]:
        if not messages:
            await asyncio.Event().wait()
        return messages.pop()

    visit = Visit(School().app.house, "POST", {})
    with pytest.raises(TooSlow):
        await read_body(visit, receive, 100, patience=0)
