"""Limits as the product has them: what is counted, what never is, what has its own."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from alcuin.app.application import http_settings
from alcuin.app.settings import read_settings
from alcuin.kit.actor import Role
from alcuin.kit.http.operation import Operation
from tests.conftest import SoloDatabase
from tests.matrix.campus import SETTINGS, Campus

NOON = "2026-03-02T12:00:00.5Z"


class Fresh:
    """A listener that has just heard its own beat."""

    is_fresh = True


@pytest.fixture
async def campus(rolled_back: SoloDatabase) -> AsyncIterator[Campus]:
    await rolled_back.pool.raw.execute("select set_config('alcuin.now', $1, true)", NOON)
    limited = msgspec.structs.replace(
        SETTINGS, limits="on", limit_anonymous=10, limit_signed_in=200
    )
    built = Campus(rolled_back, settings=limited)
    async with built.client:
        yield built


async def _statuses(campus: Campus, path: str, many: int = 14) -> set[int]:
    return {(await campus.nobody().asks("GET", path)).status_code for _ in range(many)}


async def test_the_outline_of_a_course_is_counted_only_while_memory_has_it_not(
    campus: Campus,
) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    campus.parts.current.listener = Fresh()  # type: ignore[assignment]  # all that is asked of it
    for path in (f"/api/courses/{course.id}", f"/api/courses/{course.id}/lessons"):
        assert await _statuses(campus, path) == {200}
    assert await _statuses(campus, "/api/courses/no-such-course") == {404, 429}
    assert await _statuses(campus, f"/api/courses/{course.id}") == {200}
    campus.parts.shelf.forget(course.id)
    assert await _statuses(campus, f"/api/courses/{course.id}") == {429}


async def test_pages_the_reference_and_probes_are_never_counted(campus: Campus) -> None:
    await _statuses(campus, "/api/courses")
    for path in ("/", "/docs", "/api/docs", "/api/openapi.json", "/health", "/health/live"):
        assert await _statuses(campus, path) == {200}, path


async def test_the_list_is_counted(campus: Campus) -> None:
    assert await _statuses(campus, "/api/courses") == {200, 429}


async def test_i5_signing_up_in_heaps_ends_at_the_limit_of_the_address(campus: Campus) -> None:
    told = [
        await campus.client.post(
            "/api/auth/register",
            json={"email": f"a{n}@example.org", "name": "A", "password": "quiet harbour 17"},
        )
        for n in range(14)
    ]
    passed = [answer.status_code for answer in told].count(202)
    assert 9 <= passed <= 10
    assert {answer.status_code for answer in told[passed:]} == {429}
    assert await campus.value("select count(*) from app_user") == passed


async def test_publishing_has_a_limit_of_its_own(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    told = [
        await teacher.asks("POST", f"/api/courses/{course.id}/publish", json={}) for _ in range(61)
    ]
    assert [answer.status_code for answer in told] == [201] * 60 + [429]
    assert told[-1].json()["policy"] == "publishing"


async def test_an_image_that_a_link_shows_counts_for_whom_it_was_signed_for(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    file = await ada.does(
        "POST", "/api/media?name=a.txt", content=b"text", headers={"content-type": "text/plain"}
    )
    link = (await ada.does("POST", f"/api/media/{file['id']}/link"))["url"]
    told = [await campus.nobody().asks("GET", link) for _ in range(120)]
    assert {answer.status_code for answer in told} == {200}
    assert told[0].headers["ratelimit-policy"] == '"files";q=2000;w=900'
    forged = await campus.nobody().asks("GET", link[:-3] + "abc")
    assert forged.status_code == 404
    assert forged.headers["ratelimit-policy"] == '"files";q=100;w=900'


async def test_uploading_has_a_limit_of_its_own(campus: Campus) -> None:
    ada = await campus.somebody("ada")
    answer = await ada.asks(
        "POST", "/api/media?name=a.txt", content=b"text", headers={"content-type": "text/plain"}
    )
    assert answer.headers["ratelimit-policy"].endswith(', "uploading";q=120;w=900')


async def test_guessing_passwords_is_limited_where_limits_are_off(
    rolled_back: SoloDatabase,
) -> None:
    campus = Campus(rolled_back)
    await campus.somebody("ada")
    guess = {"email": "ada@example.org", "password": "a wrong guess 1"}
    told = [(await campus.client.post("/api/auth/login", json=guess)) for _ in range(7)]
    assert [answer.status_code for answer in told] == [401] * 5 + [429] * 2


def test_limits_are_on_unless_somebody_turns_them_off() -> None:
    plain = read_settings(
        {"ALCUIN_DATA_DIR": "/nonexistent", "ALCUIN_SECRET_KEY": SETTINGS.secret_key}
    )
    rates = http_settings(plain).rates
    assert rates
    assert (rates.anonymous, rates.signed_in) == (100, 1_000)
    assert http_settings(SETTINGS).rates is None


def test_every_operation_that_is_not_counted_is_known(campus: Campus) -> None:
    """Whoever adds one has thought about what it costs."""
    uncounted = {
        operation.path
        for route in campus.app._inner.routes  # type: ignore[attr-defined]  # noqa: SLF001  there is no other way to it
        for handler in getattr(route, "route_handlers", ())
        if isinstance(operation := handler.opt.get("operation"), Operation)
        and not operation.about.get("hidden")
        and (not operation.is_counted or operation.about.get("from_memory"))
    }
    assert uncounted == {
        "/api/courses/{course:str}",
        "/api/courses/{course:str}/lessons",
        "/api/docs",
        "/api/media/{media_id:uuid}",  # which counts itself
        "/api/notifications/unsubscribe/{token:str}",  # as well, for the reader of the letter
        "/api/openapi.json",
        "/health",
        "/health/live",
    }
