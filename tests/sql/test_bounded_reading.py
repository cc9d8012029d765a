"""No statement on a request path reads more than 200 rows and twice those it answers.

Requests are sent to the whole application in front of a crowd; every statement they cause
is taken down and run again under EXPLAIN ANALYZE. Scans of whole tables are refused too,
except of those that stay small. Entries of an index that lead to no row are not counted.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest

from alcuin.activity.queries.crediting import CREDIT_TIME
from alcuin.app.application import application
from alcuin.app.parts import put_together
from alcuin.app.refusals import REFUSALS
from alcuin.app.settings import read_settings
from alcuin.kit.db import prepare_connection
from alcuin.ops.embedded import Server
from alcuin.progress.queries.completing import COMPLETE_SECTION
from tests.conftest import SoloDatabase, SoloPool, at, copied

READS = ("select", "with")
FREE = 200
SMALL = 50
"""Rows of a table that may be scanned whole: PostgreSQL does so where an index costs more."""

URL = "http://127.0.0.1:8000"


def named(kind: int, n: int) -> UUID:
    return UUID(f"00000000-0000-7000-8{kind:03x}-{n:012x}")


TEACHER, LEARNER = 1, 3
GRADUATE, EXHAUSTED = 5, 2
"""Who have completed something of a category that holds more, and of one that does not."""
BIG = named(3, 1)
A_YEAR_AGO = datetime.now(UTC).date() - timedelta(days=364)  # midnight may pass meanwhile
STUDIED = named(3, 2)


class Asked(msgspec.Struct, frozen=True):
    """A statement as it was sent."""

    sql: str
    args: tuple[Any, ...]


class Recorder:
    """A connection that takes down what it is asked."""

    def __init__(self, raw: asyncpg.Connection) -> None:
        self.raw = raw
        self.asked: list[Asked] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.raw, name)
        if name not in ("fetch", "fetchrow", "fetchval", "execute"):
            return method

        async def sent(sql: str, *args: Any) -> Any:
            self.asked.append(Asked(sql, args))
            return await method(sql, *args)

        return sent


class Crowd:
    """The application in front of the crowd."""

    def __init__(self, recorder: Recorder, data_dir: Path) -> None:
        self.recorder = recorder
        self.answered = 0
        settings = read_settings({"ALCUIN_DATA_DIR": str(data_dir)})
        self.parts = put_together(settings, SoloDatabase(SoloPool(recorder), REFUSALS))
        transport = httpx.ASGITransport(application(self.parts))
        self.client = httpx.AsyncClient(transport=transport, base_url=URL)

    async def statements_of(self, path: str, person: int | None) -> list[Asked]:
        headers = {}
        if person:
            token = self.parts.signer.access(named(1, person), named(2, person))
            headers = {"authorization": f"Bearer {token}"}
        self.recorder.asked.clear()
        answer = await self.client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        self.answered = len(answer.json()["data"])
        return [a for a in self.recorder.asked if a.sql.lstrip().lower().startswith(READS)]


@pytest.fixture(scope="session")
async def crowded(server: Server, template: str) -> AsyncIterator[str]:
    """Name of a database with many people in it."""
    async with copied(server, template) as name:
        owner = await asyncpg.connect(at(server.admin_url, name))  # alone may gather statistics
        await owner.execute((Path(__file__).parent / "crowd.sql").read_text())
        await owner.close()
        yield name


@pytest.fixture(params=["force_generic_plan", "force_custom_plan"])
async def crowd(
    server: Server, crowded: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Crowd]:
    """Planned once for any values, as a busy connection does, and for the values at hand."""
    planned = {"timezone": "UTC", "jit": "off", "plan_cache_mode": request.param}
    async with copied(server, crowded) as name:
        raw = await asyncpg.connect(at(server.url, name), server_settings=planned)
        await prepare_connection(raw)
        built = Crowd(Recorder(raw), tmp_path / "data")
        async with built.client:
            yield built
        await raw.close()


# Path, who asks (None: nobody), rows in the answer.
REQUESTS: list[tuple[str, int | None, int]] = [
    ("/api/courses?limit=20", None, 20),
    ("/api/courses?limit=20&page=9", None, 20),
    ("/api/courses?limit=20&category=Category%203", None, 20),
    ("/api/courses?limit=20&category=Category%203&difficulty=beginner", None, 20),
    ("/api/courses?limit=20&difficulty=advanced&sort=title", None, 20),
    ("/api/courses?limit=20&tag=tag-33", None, 20),
    ("/api/courses?staff=me&limit=20", TEACHER, 20),
    (f"/api/courses/{STUDIED}", None, 1),
    (f"/api/courses/{STUDIED}?include=content", LEARNER, 1),
    (f"/api/courses/{STUDIED}", TEACHER, 24),
    (f"/api/courses/{STUDIED}/lessons", None, 8),
    (f"/api/lessons/{named(4, 21)}", LEARNER, 1),
    (f"/api/sections/{named(5, 211)}", LEARNER, 1),
    (f"/api/progress/courses/{STUDIED}", LEARNER, 32),
    (f"/api/progress/lessons/{named(4, 21)}", LEARNER, 3),
    ("/api/enrollments?limit=20", LEARNER, 20),
    (f"/api/courses/{BIG}/students?limit=20", TEACHER, 20),
    (f"/api/courses/{BIG}/students?limit=20&status=completed", TEACHER, 20),
    (f"/api/courses/{BIG}/students?limit=20&status=withdrawn", TEACHER, 20),
    (f"/api/courses/{BIG}/students?limit=20&sort=oldest", TEACHER, 20),
    (f"/api/courses/{BIG}/students?limit=20&status=completed&sort=oldest", TEACHER, 20),
    (f"/api/courses/{BIG}/analytics", TEACHER, 38),
    (f"/api/courses/{BIG}/analytics?from={A_YEAR_AGO}", TEACHER, 860),
    ("/api/analytics", TEACHER, 1200),  # days and cohorts of thirty courses, added up
    (f"/api/courses/{BIG}/enrollment-terms", TEACHER, 1),
    (f"/api/courses/{BIG}/releases", TEACHER, 1),
    ("/api/progress/time/summary", LEARNER, 90),
    ("/api/progress/time/summary?from=2020-01-01&to=2020-12-31", LEARNER, 0),
    (f"/api/progress/time/summary?courseId={STUDIED}", LEARNER, 54),
    ("/api/progress/streak", LEARNER, 42),
    # All of the learner's 400 courses are counted, and 30 days of three rows.
    ("/api/progress/analytics/dashboard", LEARNER, 490),
    # They again, and the lessons and sections done of ten of them.
    ("/api/progress/analytics/learning-path", LEARNER, 720),
    ("/api/progress/analytics/learning-path", GRADUATE, 3),
    ("/api/progress/analytics/learning-path", EXHAUSTED, 3),
    ("/api/notifications?limit=20", LEARNER, 20),
    ("/api/notifications?limit=20&unread=true&page=9", LEARNER, 20),
    ("/api/notifications/preferences", LEARNER, 5),
    # Courses as above, for the next milestone; fifty rules, each with its text in ten languages.
    ("/api/progress/achievements?limit=20", LEARNER, 660),
    ("/api/auth/me", LEARNER, 11),  # whose points are added up
    ("/api/categories", None, 12),
]


WITHIN = ("category=Category%203", "difficulty=beginner", "tag=tag-33")
SEARCHES = [
    f"/api/courses?limit=20&{'&'.join((search, *within))}"
    for search in (
        "search=introduction",  # a word of every title
        "search=about",  # of every text, and of no title
        "search=introduction+to+subject+part",
        "search=subject+17",
        "search=ntroduc",  # a part of a word of every title
        "search=ubjec+17",
        "search=tion+introduction+to",  # parts in an order that no title has
        "search=introduction_part",
        "search=tr",  # two letters, which no word is
        "search=zz",
        "search=x+i+t+s+p",
        "search=zzzz",
        "search=introduction&page=4",
        "search=introduction&page=50",
        "search=introduction&sort=title",
    )
    for size in range(len(WITHIN) + 1)
    for within in combinations(WITHIN, size)
]


async def test_no_request_reads_much_more_than_it_answers(crowd: Crowd) -> None:
    found: dict[str, list[str]] = {}
    for path, person, rows in REQUESTS:
        for asked in await crowd.statements_of(path, person):
            plan = await _explained(crowd.recorder.raw, asked)
            faults = _faults(plan, FREE + 2 * rows)
            if faults:
                found[path] = [*faults, " ".join(asked.sql.split())[:120]]

    assert not found, "\n".join(f"{path}: {faults}" for path, faults in found.items())


async def test_no_search_reads_more_however_it_is_asked(crowd: Crowd) -> None:
    found: dict[str, list[str]] = {}
    for path in SEARCHES:
        for asked in await crowd.statements_of(path, LEARNER):
            plan = await _explained(crowd.recorder.raw, asked)
            found.setdefault(path, []).extend(_faults(plan, FREE + 2 * crowd.answered))

    assert len(found) == len(SEARCHES)
    assert not any(found.values()), {path: faults for path, faults in found.items() if faults}


async def test_completing_a_section_reads_a_handful_of_rows(crowd: Crowd) -> None:
    args = (named(2, LEARNER), named(1, LEARNER), named(4, 11), named(5, 111))

    plan = await _explained(crowd.recorder.raw, Asked(COMPLETE_SECTION, args))

    assert _faults(plan, 40) == []
    assert any(node["Node Type"] == "ModifyTable" for node in _nodes(plan))


@pytest.mark.parametrize("place", [(), (STUDIED,), (STUDIED, named(4, 21), named(5, 211))])
async def test_crediting_time_reads_a_handful_of_rows(
    crowd: Crowd, place: tuple[UUID, ...]
) -> None:
    until = datetime.now(UTC)
    names = [*place, None, None, None][:3]
    args = (named(2, LEARNER), named(1, LEARNER), until - timedelta(hours=1), until, "QUIZ", *names)

    plan = await _explained(crowd.recorder.raw, Asked(CREDIT_TIME, args))

    assert _faults(plan, 40) == []
    assert any(node["Node Type"] == "ModifyTable" for node in _nodes(plan))


async def test_a_statement_that_reads_too_much_is_caught(crowd: Crowd) -> None:
    scan = await _explained(crowd.recorder.raw, Asked("select count(*) from enrollment", ()))

    assert _faults(scan, FREE) != []


async def _explained(raw: asyncpg.Connection, asked: Asked) -> dict[str, Any]:
    """The plan with its actual rows; what it changes is taken back."""
    kinds = [kind.name for kind in (await raw.prepare(asked.sql)).get_parameters()]
    values = [
        await raw.fetchval(f"select quote_nullable($1::{_spelled(kind)}::text)", value)
        for kind, value in zip(kinds, asked.args, strict=True)
    ]
    given = ", ".join(
        f"{value}::{_spelled(kind)}" for kind, value in zip(kinds, values, strict=True)
    )
    savepoint = raw.transaction()
    await savepoint.start()
    await raw.execute(f"prepare asked as {asked.sql}")
    found = await raw.fetchval(
        f"explain (analyze, format json, timing off) execute asked{f'({given})' if given else ''}"
    )
    await raw.execute("deallocate asked")
    await savepoint.rollback()
    plan: dict[str, Any] = found[0]["Plan"]
    return plan


def _spelled(kind: str) -> str:
    return kind.removesuffix("[]").lstrip("_") + (
        "[]" if kind.endswith("[]") or kind[0] == "_" else ""
    )


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in _nodes(child))]


def _faults(plan: dict[str, Any], bound: int) -> list[str]:
    scans = [
        node for node in _nodes(plan) if "Relation Name" in node and "Scan" in node["Node Type"]
    ]
    read = sum(map(_read, scans))
    whole = [
        f"scans {node['Relation Name']}"
        for node in scans
        if node["Node Type"] == "Seq Scan" and _read(node) > SMALL
    ]
    return [*whole, *([f"reads {read:.0f} rows, {bound} allowed"] if read > bound else [])]


def _read(node: dict[str, Any]) -> float:
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return float((node["Actual Rows"] + dropped) * node["Actual Loops"])
