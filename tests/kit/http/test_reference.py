"""The API reference: complete, and readable without a network."""

import re
from typing import Any

from alcuin.kit.http.operation import Operation
from tests.kit.http.school import ROUTES, School


async def _document() -> dict[str, Any]:
    async with School().client() as client:
        document: dict[str, Any] = (await client.get("/api/openapi.json")).json()
        return document


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for path in document["paths"].values() for each in path.values()]


async def test_every_route_is_described_with_every_method() -> None:
    document = await _document()
    for route in ROUTES:
        operation: Operation = route.opt["operation"]
        path = re.sub(r":\w+}", "}", operation.path)
        for method in operation.methods:
            described = document["paths"][path][method.lower()]
            assert described["x-who"] == operation.who.name
            assert described["summary"]
    names = [each["operationId"] for each in _operations(document)]
    assert len(names) == len(set(names))


async def test_every_operation_lists_its_refusals_with_examples() -> None:
    for described in _operations(await _document()):
        statuses = set(described["responses"])
        assert {"400", "401", "422", "500", "503"} <= statuses
        if described["x-who"] in ("VERIFIED", "TEACHERS", "ADMINS"):
            assert "403" in statuses
        for status, answer in described["responses"].items():
            if status >= "400":
                shown = answer["content"]["application/problem+json"]
                for code, example in shown["examples"].items():
                    assert example["value"]["code"] == code
                    assert example["value"]["status"] == int(status)
            else:
                assert "example" in next(iter(answer["content"].values()))


async def test_bodies_say_that_nothing_else_is_taken() -> None:
    document = await _document()
    made = document["paths"]["/api/courses"]["post"]
    body = made["requestBody"]["content"]["application/json"]
    schema = document["components"]["schemas"][body["schema"]["$ref"].rsplit("/", 1)[1]]
    assert schema["additionalProperties"] is False
    assert body["example"]["title"]
    assert {"409", "413", "415", "408"} <= set(made["responses"])
    assert (
        "course_full" in made["responses"]["409"]["content"]["application/problem+json"]["examples"]
    )
    assert [each["name"] for each in made["parameters"]] == ["Idempotency-Key"]
    edited = document["paths"]["/api/courses/{course_id}"]["patch"]
    assert {"412", "428", "404"} <= set(edited["responses"])
    assert "requestBody" in edited


async def test_query_parameters_are_shown_with_their_bounds() -> None:
    listed = (await _document())["paths"]["/api/courses"]["get"]
    limit = next(each for each in listed["parameters"] if each["name"] == "limit")
    assert limit["schema"]["maximum"] == 100
    assert limit["schema"]["default"] == 10


async def test_the_page_needs_nothing_from_elsewhere() -> None:
    async with School().client() as client:
        page = (await client.get("/api/docs")).text
        assert "<script" not in page
        assert "style=" not in page
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
        for path in re.findall(r'href="(/[^"#]*)"', page):
            if path != "/":
                assert (await client.get(path)).status_code == 200
        anchors = set(re.findall(r'href="#([^"]+)"', page))
        ids = re.findall(r' id="([^"]+)"', page)
    assert anchors <= set(ids)
    assert len(ids) == len(set(ids))


async def test_what_a_problem_points_to_stands_on_the_page() -> None:
    async with School().client("teacher") as client:
        problem = (await client.post("/api/courses", json={"title": "full"})).json()
        page = (await client.get(problem["type"].partition("#")[0])).text
    assert f'id="{problem["type"].partition("#")[2]}"' in page
