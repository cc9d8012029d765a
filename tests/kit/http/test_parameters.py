"""Query and path parameters: declared, bounded, given once."""

import pytest

from tests.kit.http.school import COURSE, School


async def _errors(query: str) -> list[tuple[str, str]]:
    async with School().client() as client:
        answer = await client.get(f"/api/courses?{query}")
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def test_i1_a_limit_of_a_thousand_million_is_refused() -> None:
    assert await _errors("limit=1000000000") == [("?limit", "range")]


@pytest.mark.parametrize("limit", ["0", "-1", "101", "abc", "1.5", "", "1e3", "%00", "9" * 400])
async def test_i1_a_limit_outside_its_bounds_is_refused(limit: str) -> None:
    assert [pointer for pointer, _ in await _errors(f"limit={limit}")] == ["?limit"]


async def test_i1_a_negative_offset_is_refused() -> None:
    assert await _errors("offset=-1") == [("?offset", "unknown")]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%20", "w4%", "ü", "A" * 900])
async def test_i1_a_tampered_cursor_is_refused(cursor: str) -> None:
    assert await _errors(f"cursor={cursor}") == [("?cursor", "cursor")]


async def test_pages_beyond_row_1000_want_a_cursor() -> None:
    assert await _errors("page=11&limit=100") == [("?page", "use_cursor")]
    async with School().client() as client:
        assert (await client.get("/api/courses?page=10&limit=100")).status_code == 200


async def test_an_unknown_parameter_is_refused_and_a_repeated_one() -> None:
    assert await _errors("colour=red") == [("?colour", "unknown")]
    assert await _errors("limit=1&limit=1") == [("?limit", "repeated")]


async def test_an_operation_without_parameters_refuses_any() -> None:
    async with School().client() as client:
        answer = await client.get(f"/api/courses/{COURSE.id}?x=1")
    assert answer.status_code == 422


async def test_all_wrong_parameters_are_named_at_once() -> None:
    found = await _errors("limit=abc&difficulty=hard&colour=red&includeProgress=maybe")
    assert {pointer for pointer, _ in found} == {
        "?limit",
        "?difficulty",
        "?colour",
        "?includeProgress",
    }


async def test_a_list_may_be_given_several_times_and_enums_in_any_case() -> None:
    async with School().client() as client:
        answer = await client.get(
            "/api/courses?tags=a&tags=b&difficulty=advanced&includeProgress=false"
        )
    assert answer.status_code == 200


@pytest.mark.parametrize("query", ["tags=%00", "a%00b=1", "cursor=a%00"])
async def test_a_nul_in_a_parameter_is_refused(query: str) -> None:
    assert (await _errors(query))[0][1] == "text"


@pytest.mark.parametrize("query", ["tags=%ff", "tags=%ed%a0%80", "&".join(["tags=a"] * 60)])
async def test_a_query_that_is_no_text_or_too_long_is_unreadable(query: str) -> None:
    async with School().client() as client:
        answer = await client.get(f"/api/courses?{query}")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/api/releases/0",
        "/api/releases/-1",
        "/api/releases/2147483648",
        "/api/releases/" + "9" * 5_000,
        "/api/releases/abc",
        "/api/courses/not-an-id",
    ],
)
async def test_a_path_that_can_name_nothing_is_404(path: str) -> None:
    async with School().client() as client:
        assert (await client.get(path)).status_code == 404
