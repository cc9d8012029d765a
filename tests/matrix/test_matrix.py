"""Every operation, asked by every kind of visitor, against the tables beside this file."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.matrix.cast import STEPS, Cast
from tests.matrix.cells import Answer, Ledger, answer_to
from tests.matrix.requests import request_of
from tests.matrix.tables import Line, read_table

TABLES = {state: read_table(state) for state in STEPS}
LINES = [
    pytest.param(state, line, id=f"{state} {line.name}")
    for state, lines in TABLES.items()
    for line in lines
]
OF_A_COURSE = ("{course}", "{lesson_id}", "{section_id}", "{media_id}")


def _operations(document: Any) -> set[str]:  # Any: JSON
    return {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in methods
    }


@pytest.mark.parametrize("state", STEPS)
async def test_a_table_has_a_line_for_each_operation_and_no_other(cast: Cast, state: str) -> None:
    served = _operations(await cast.campus.document())
    if state != "published":  # what is not of a course is told there
        served = {each for each in served if any(part in each for part in OF_A_COURSE)}
    lines = TABLES[state]
    assert {line.operation for line in lines} == served
    assert len({line.name for line in lines}) == len(lines)


def test_the_tables_know_every_kind_of_visitor(cast: Cast) -> None:
    kinds = {
        state: [person for line in lines[:1] for person in line.answers]
        for state, lines in TABLES.items()
    }
    assert kinds.pop("published") == list(cast.people)
    # Nobody was ever enrolled in what was never published.
    assert kinds.pop("draft") == [
        person for person in cast.people if person not in ("enrolled", "withdrawn")
    ]
    assert all(columns == list(cast.people) for columns in kinds.values())


@pytest.mark.parametrize(("state", "line"), LINES)
async def test_each_is_answered_as_the_table_says(
    cast: Cast, ledger: Ledger, state: str, line: Line
) -> None:
    wrong = []
    for person, status in line.answers.items():
        answer = await _answered(cast, ledger, state, line, person)
        if answer.status != status:
            wrong.append(f"{person}: {answer.status} instead of {status}, {answer.body[:120]!r}")
        if answer.changed:
            wrong.append(f"{person}: refused, and yet changed {answer.changed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("line", [line for line in TABLES["published"] if line.method == "GET"])
async def test_head_is_decided_as_get(cast: Cast, ledger: Ledger, line: Line) -> None:
    for person, status in line.answers.items():
        answer = await _answered(cast, ledger, "published", line, person, method="HEAD")
        assert (answer.status, answer.body) == (status, b""), person


@pytest.mark.parametrize("state", [state for state in STEPS if state != "published"])
async def test_what_may_not_be_known_is_answered_as_what_is_not_there(
    cast: Cast, ledger: Ledger, state: str
) -> None:
    course = next(line for line in TABLES[state] if line.name == "GET /api/courses/{course}")
    for person in ("anonymous", "stranger", "other_instructor"):
        assert course.answers[person] == 404
        for line in TABLES[state]:
            known = await _answered(cast, ledger, state, line, person)
            unknown = await _answered(cast, ledger, state, line, person, unknown=True)
            assert _told(known) == _told(unknown), f"{person}: {line.name}"


async def test_no_change_of_a_row_escapes_the_ledger(cast: Cast, ledger: Ledger) -> None:
    point = cast.campus.database.pool.raw.transaction()
    await point.start()
    await cast.campus.run("update course set title = 'Another' where slug = 'draft'")
    await cast.campus.run("delete from session where user_id = $1", cast.bystander.id)
    assert await ledger.changed() == ["course", "refresh_token", "session"]
    await point.rollback()
    assert await ledger.changed() == []


async def test_every_status_of_the_tables_is_in_the_api_reference(cast: Cast) -> None:
    paths = (await cast.campus.document())["paths"]
    untold = {
        f"{line.name}: {status}"
        for lines in TABLES.values()
        for line in lines
        for status in line.answers.values()
        if str(status) not in paths[line.path.partition("?")[0]][line.method.lower()]["responses"]
    }
    assert not untold


async def _answered(
    cast: Cast,
    ledger: Ledger,
    state: str,
    line: Line,
    person: str,
    *,
    method: str | None = None,
    unknown: bool = False,
) -> Answer:
    asks = cast.people[person]
    asked = request_of(cast, cast.courses[state], asks, line.method, line.path)
    asked["method"] = method or line.method
    if unknown:
        asked["path"] = "/".join(_unknown(part) for part in asked["path"].split("/"))
    return await answer_to(cast.campus, ledger, asks.token, asked)


def _unknown(part: str) -> str:
    """An id that nobody has in place of one that somebody has."""
    head, mark, query = part.partition("?")
    try:
        UUID(head)
    except ValueError:
        return part
    return f"{uuid4()}{mark}{query}"


def _told(answer: Answer) -> dict[str, Any]:  # Any: JSON
    told: dict[str, Any] = json.loads(answer.body)
    told.pop("requestId")
    return told
