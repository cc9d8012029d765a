"""GAUNTLET D: text that wants to be a statement, a header, a line of the log or an address."""

import json
import subprocess
import sys
import time
from typing import Any

import pytest

from alcuin.kit.actor import Role
from alcuin.kit.faults import told
from alcuin.web.letters import LINKED
from tests.matrix.campus import Campus, Course

SLEEPERS = (
    "'; select pg_sleep(5); --",
    "1); select pg_sleep(5) --",
    "' || pg_sleep(5) || '",
    "(select pg_sleep(5))",
    "$$; select pg_sleep(5); $$",
    "\\'; select pg_sleep(5); --",
    "%' or pg_sleep(5) is null or title like '%",
    "a:* & !(b | pg_sleep(5)) <-> ",
)
EVIL = ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)")
TARGETS = ("next", "redirect", "return_to", "url", "continue", "token")
PATHS = ("/", "/docs", "/api/docs", "/api/courses", "/health", *(f"/{name}" for name in LINKED))
LOGGING = """
import logging, structlog
from alcuin.app.logging import start_logging
start_logging("info")
hostile = "a\\nb\\r\\n{\\"event\\": \\"forged\\"}\\x1b[31m\\x1b]0;x\\x07\\u2028\\u0085"
structlog.get_logger(hostile).warning(hostile, **{"job": hostile, hostile: hostile})
logging.getLogger("library").error("%s", hostile)
try:
    raise ValueError(hostile)
except ValueError:
    structlog.get_logger("x").exception("fault", n=hostile)
"""


def _asked(document: Any) -> list[tuple[str, str]]:  # Any: JSON
    """Every query parameter of every operation that only reads."""
    return [
        (path, each["name"])
        for path, methods in document["paths"].items()
        for each in methods.get("get", {}).get("parameters", [])
        if each["in"] == "query"
    ]


def _filled(path: str, course: Course, user: str) -> str:
    return path.format(
        course=course.id,
        lesson_id=course.lesson_id,
        section_id=course.section_id,
        user_id=user,
        session_id=user,
        media_id=user,
        number=1,
    )


@pytest.mark.parametrize("text", SLEEPERS)
async def test_d6_no_parameter_of_any_list_is_read_as_sql(
    campus: Campus, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    course = await campus.course(admin)
    await admin.does("POST", f"/api/courses/{course.id}/publish", json={})
    slowest = 0.0, ""
    for template, name in _asked(await campus.document()):
        path = _filled(template, course, str(admin.id))
        began = time.perf_counter()
        answer = await admin.asks("GET", path, params={name: text})
        slowest = max(slowest, (time.perf_counter() - began, f"{template} {name}"))
        assert answer.status_code in (200, 404, 422), f"{template} {name}: {answer.text}"
        if answer.status_code == 200 and isinstance(answer.json()["data"], list):
            assert answer.json()["data"] == [], f"{template} {name}"
    with capsys.disabled():
        print(f"\nD6 {text!r}: slowest {slowest[0]:.3f} s, {slowest[1]}")  # noqa: T201  as the row asks
    assert slowest[0] < 5


async def test_d6_no_path_is_read_as_sql(campus: Campus) -> None:
    admin = await campus.somebody("admin", Role.ADMIN)
    for text in SLEEPERS:
        for path in ("/api/courses/{}", "/api/courses/{}/students", "/api/users/{}", "/docs/{}"):
            quoted = path.format(text.replace("%", "%25").replace("/", "%2F"))
            assert (await admin.asks("GET", quoted)).status_code == 404


async def test_d11_line_ends_in_a_files_name_make_no_header(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    plain = {"content-type": "text/plain"}
    for name in ("a\r\nset-cookie: x=1\r\n.txt", "a\nb.txt", 'a"; filename="b.html', "a\r.txt"):
        stored = await teacher.asks(
            "POST", "/api/media", params={"name": name}, content=b"a", headers=plain
        )
        if stored.status_code == 415:  # such a name is that of another type
            continue
        assert stored.status_code == 201, stored.text
        shown = await teacher.asks("GET", stored.json()["data"]["url"])
        header = shown.headers["content-disposition"]
        assert "set-cookie" not in shown.headers
        assert not set(header) & set("\r\n")
        assert header.count("filename=") == 1


async def test_d11_line_ends_in_a_persons_name_are_refused(campus: Campus) -> None:
    person = await campus.somebody("person")
    for name in ("a\r\nbcc: b@evil.example", "a\nb", "a\u2028b", "a\x0bb"):
        answer = await person.asks(
            "PATCH", "/api/auth/me", json={"name": name}, headers={"if-match": "*"}
        )
        assert answer.status_code == 422, repr(name)


def test_d12_whatever_is_logged_is_a_line_of_json() -> None:
    ran = subprocess.run([sys.executable, "-c", LOGGING], capture_output=True, check=True)
    lines = ran.stdout.decode().splitlines()
    assert len(lines) == 3
    assert all(json.loads(line)["event"] != "forged" for line in lines)
    assert not [byte for byte in ran.stdout if byte < 0x20 and byte != 0x0A]


def test_d12_what_is_kept_of_a_failed_job_quotes_nothing() -> None:
    kept = told(ValueError('ada@example.org\n{"event":"forged"}\x1b[31m'))
    assert kept.startswith("ValueError at ")
    assert kept.isprintable()
    assert "forged" not in kept
    assert "ada@" not in kept


async def test_d12_what_a_browser_says_of_itself_makes_no_line_of_the_log(campus: Campus) -> None:
    person = await campus.somebody("person")
    hostile = {"user-agent": "\x1b[31mforged", "x-request-id": "forged", "referer": "forged"}
    for path in ("/api/auth/me", "/api/users", "/nowhere"):
        await person.asks("GET", path, headers=hostile)
    campus.app.stop()
    log = campus.log.getvalue()
    assert [json.loads(line)["event"] for line in log.splitlines()] == ["request"] * 3
    assert b"forged" not in log
    assert b"\x1b" not in log


@pytest.mark.parametrize("path", PATHS)
async def test_d15_no_parameter_leads_elsewhere(campus: Campus, path: str) -> None:
    for name in TARGETS:
        for target in EVIL:
            answer = await campus.client.get(
                path, params={name: target}, headers={"accept": "text/html"}
            )
            assert answer.status_code in (200, 422)
            assert not {"location", "refresh", "content-location"} & answer.headers.keys()
            assert "evil.example" not in answer.text
            assert "javascript:alert" not in answer.text


async def test_d15_a_path_that_looks_like_a_host_leads_nowhere(campus: Campus) -> None:
    for path in ("/%2Fevil.example", "/%5Cevil.example", "/.//evil.example", "/docs//evil.example"):
        answer = await campus.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert "location" not in answer.headers
