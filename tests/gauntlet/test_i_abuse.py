"""GAUNTLET I: too much, and the same again, over every operation that it concerns."""

from typing import Any

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus, Course
from tests.matrix.requests import BODIES


def _declaring(document: Any, parameter: str) -> list[tuple[str, str]]:  # Any: JSON
    """Method and path of the operations that take a parameter of this name."""
    return [
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if any(each["name"] == parameter for each in operation["parameters"])
    ]


def _filled(path: str, course: Course) -> str:
    return path.format(course=course.id, lesson_id=course.lesson_id, section_id=course.section_id)


async def test_i1_every_list_refuses_a_huge_limit_a_tampered_cursor_and_a_negative_page(
    campus: Campus,
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    course = await campus.course(admin)
    lists = [path for _, path in _declaring(await campus.document(), "limit")]
    assert len(lists) >= 5
    lists = [f"{path}?" for path in lists]
    for path in (*lists, "/api/courses?staff=me&", "/api/courses?search=stars&"):
        for query in ("limit=1000000000", "limit=0", "page=-1", "page=102", "cursor=tampered"):
            answer = await admin.asks("GET", _filled(path, course) + query)
            assert answer.status_code == 422, path + query


async def test_i2_every_operation_with_a_key_acts_once_and_refuses_another_body(
    campus: Campus,
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    course = await campus.course(admin)
    once = _declaring(await campus.document(), "Idempotency-Key")
    assert len(once) >= 4
    for method, path in once:
        body = BODIES[f"{method} {path}"]
        headers = {"idempotency-key": "a key"}
        filled = _filled(path, course)
        first = await admin.asks(method, filled, json=body, headers=headers)
        assert first.status_code == 201, first.text
        counted = await campus.value("select count(*) from event") + await _rows(campus)
        again = await admin.asks(method, filled, json=body, headers=headers)
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers.get("location") == first.headers.get("location")
        other = await admin.asks(method, filled, json=body | {"metadata": {}}, headers=headers)
        assert other.status_code == 422
        assert await campus.value("select count(*) from event") + await _rows(campus) == counted


async def _rows(campus: Campus) -> int:
    counted: int = await campus.value(
        """
        select (select count(*) from course) + (select count(*) from lesson)
          + (select count(*) from section) + (select count(*) from release)
        """
    )
    return counted
