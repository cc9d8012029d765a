"""SQL is checked like code: against the schema, the structs it fills, and the floors."""

import configparser
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from tests.conftest import SoloDatabase
from tests.sql.statements import Statement, statements

ALL = statements()
KIT_WRITES_BY_ALL = "kit"

PYTHON_OF = {
    "bool": bool,
    "bytea": bytes,
    "date": date,
    "float8": float,
    "int2": int,
    "int4": int,
    "int8": int,
    "text": str,
    "varchar": str,
    "timestamptz": datetime,
    "uuid": UUID,
    "interval": Any,
    "json": Any,
    "jsonb": Any,
    "xid8": int,
    "pg_snapshot": Any,
    "name": str,
    "regclass": str,
}


@pytest.fixture
async def raw(rolled_back: SoloDatabase) -> asyncpg.Connection:
    return rolled_back.pool.raw


def test_there_are_statements_to_check() -> None:
    assert len(ALL) > 60


@pytest.mark.parametrize("statement", ALL, ids=str)
async def test_a_statement_fits_the_schema_and_what_it_fills(
    raw: asyncpg.Connection, statement: Statement
) -> None:
    prepared = await raw.prepare(statement.sql)
    columns = {c.name: c.type for c in prepared.get_attributes()}
    if statement.method == "run":
        return
    if statement.method == "value":
        kind = next(iter(columns.values()))
        assert _fits(kind, statement.fills), f"{kind.name} is not {statement.fills}"
        return
    fields = {f.name: f for f in msgspec.structs.fields(statement.fills)}
    required = {name for name, field in fields.items() if field.required}
    assert required <= columns.keys() <= fields.keys()
    wrong = {
        n: (t.name, fields[n].type) for n, t in columns.items() if not _fits(t, fields[n].type)
    }
    assert not wrong


@pytest.mark.parametrize("statement", ALL, ids=str)
async def test_a_statement_stays_on_its_floor(
    raw: asyncpg.Connection, statement: Statement
) -> None:
    assert await _trespasses(raw, statement.room, statement.sql) == set()


@pytest.mark.parametrize(
    ("room", "sql", "caught"),
    [
        ("identity", "select id from course", {"reads catalog"}),
        ("progress", "update enrollment set withdrawn_at = null", {"writes enrollment"}),
        ("progress", "with x as (delete from course returning id) table x", {"writes catalog"}),
        ("enrollment", "insert into event (kind) select slug from course", set()),
    ],
)
async def test_a_planted_trespass_is_caught(
    raw: asyncpg.Connection, room: str, sql: str, caught: set[str]
) -> None:
    assert await _trespasses(raw, room, sql) == caught


async def _trespasses(raw: asyncpg.Connection, room: str, sql: str) -> set[str]:
    """Rooms above whose tables are read, and other rooms whose tables are written."""
    owners = await _owners(raw)
    touched = [n for n in _nodes(await _plan(raw, sql)) if n.get("Relation Name") in owners]
    read = {owners[n["Relation Name"]] for n in touched}
    written = {owners[n["Relation Name"]] for n in touched if n["Node Type"] == "ModifyTable"}
    return {f"reads {other}" for other in read - _below(room)} | {
        f"writes {other}" for other in written - {room, KIT_WRITES_BY_ALL}
    }


@pytest.mark.parametrize(
    "statement", [s for s in ALL if s.method in ("one", "maybe", "all")], ids=str
)
async def test_what_an_outer_join_may_leave_empty_is_optional(
    raw: asyncpg.Connection, statement: Statement
) -> None:
    plan = await _plan(raw, statement.sql)
    columns = [c.name for c in (await raw.prepare(statement.sql)).get_attributes()]
    nullable = {alias for node in _nodes(plan) for alias in _nullable_side(node)}
    fields = {f.name: f.type for f in msgspec.structs.fields(statement.fills)}
    for name, expression in zip(columns, plan.get("Output", []), strict=False):
        alias, _, column = expression.partition(".")
        if alias in nullable and column.isidentifier():
            assert _is_optional(fields[name]), f"{name} ({expression}) may be null"


def test_every_room_of_a_statement_is_on_a_floor() -> None:
    assert {s.room for s in ALL} <= set(_floors_flat())


async def test_every_table_names_its_room_in_its_comment(raw: asyncpg.Connection) -> None:
    tables = await raw.fetch(
        """
        select c.relname, obj_description(c.oid) as comment from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and c.relname <> 'alembic_version'
        """
    )
    rooms = set(_floors_flat())
    unnamed = {t["relname"] for t in tables if (t["comment"] or "").partition(":")[0] not in rooms}
    assert unnamed == set()


# ------------------------------------------------------------------------------ types


def _fits(column: asyncpg.Type, wanted: Any) -> bool:  # noqa: PLR0911  one line a kind of type
    if typing.get_origin(wanted) in (typing.Union, types.UnionType):
        return any(
            _fits(column, part) for part in typing.get_args(wanted) if part is not type(None)
        )
    if typing.get_origin(wanted) is typing.Annotated:
        return _fits(column, typing.get_args(wanted)[0])
    if typing.get_origin(wanted) is typing.Literal:
        return column.name in ("text", "varchar")
    if column.kind == "array":
        return typing.get_origin(wanted) in (list, tuple) or wanted is Any
    given = PYTHON_OF.get(column.name)
    if given is Any or wanted is Any:
        return given is not None or wanted is Any
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return given is str
    return given is wanted


def _is_optional(kind: Any) -> bool:
    return kind is Any or type(None) in typing.get_args(kind)


# ------------------------------------------------------------------------------ plans


async def _plan(raw: asyncpg.Connection, sql: str) -> dict[str, Any]:
    """The plan that fits any values, as sessions come to use it."""
    nothing = ", ".join("null" for _ in (await raw.prepare(sql)).get_parameters())
    await raw.execute(f"set local plan_cache_mode = force_generic_plan; prepare explained as {sql}")
    asked = f"execute explained({nothing})" if nothing else "execute explained"
    found = await raw.fetchval(f"explain (verbose, format json) {asked}")
    await raw.execute("deallocate explained")
    plan: dict[str, Any] = found[0]["Plan"]
    return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


def _nullable_side(node: dict[str, Any]) -> set[str]:
    """Aliases that an outer join may fill with nulls."""
    sides = {"Left": ("Inner",), "Right": ("Outer",), "Full": ("Inner", "Outer")}
    return {
        below["Alias"]
        for child in node.get("Plans", [])
        if child.get("Parent Relationship") in sides.get(node.get("Join Type", ""), ())
        for below in _nodes(child)
        if "Alias" in below
    }


async def _owners(raw: asyncpg.Connection) -> dict[str, str]:
    rows = await raw.fetch(
        """
        select c.relname, split_part(obj_description(c.oid), ':', 1) as room from pg_class c
        where c.relnamespace = 'public'::regnamespace and obj_description(c.oid) is not null
        """
    )
    return {row["relname"]: row["room"] for row in rows}


# ------------------------------------------------------------------------------ floors


def _floors() -> list[list[str]]:
    """Rooms by floor, top to bottom, from the import contract."""
    contract = configparser.ConfigParser()
    contract.read(Path(__file__).parents[2] / ".importlinter")
    layers = contract["importlinter:contract:floors"]["layers"].split("\n")
    return [[room.strip(" ()") for room in line.split("|")] for line in layers if line.strip()]


def _floors_flat() -> list[str]:
    return [room for floor in _floors() for room in floor]


def _below(room: str) -> set[str]:
    floors = _floors()
    place = next(n for n, floor in enumerate(floors) if room in floor)
    return {room, *(below for floor in floors[place + 1 :] for below in floor)}
