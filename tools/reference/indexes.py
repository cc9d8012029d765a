"""docs/reference/indexes.md: tables with what they hold, indexes with what they serve."""

import re
from collections import defaultdict
from itertools import groupby
from typing import Any, TypeAlias

import msgspec

NAME = "indexes.md"
PGQUEUER = re.compile("pgqueuer")
ROOMS = (
    "identity",
    "media",
    "catalog",
    "enrollment",
    "progress",
    "activity",
    "achievements",
    "analytics",
    "notifications",
    "kit",
)

Raw: TypeAlias = Any  # Any: asyncpg ships no types

INTRODUCTION = """\
# Tables and indexes

What is kept, by the room that keeps it, and by which index it is found. Each table and each \
index says in the database itself what it is for (`\\d+` and `\\di+` in `alcuin db shell`), and \
this page is made of that by `python -m tools.reference`; a test compares the two.

A key is an index too, and says what there is one of. Tables of learners' work begin their key \
with `user_id`, because a learner asks for their own rows; where the staff of a course reads \
them, a second index begins with `course_id`.

**What moves with every click is in no index.** The guide has indexes on the percentage of a \
course and the last access to a lesson. PostgreSQL writes a change without touching any index \
only if no index holds the column that changed; with those two, each completed section would \
write to all of them, which cost a tenth to a quarter of its processor time. Lists of students \
are therefore ordered by moments that do not move: when somebody came, completed or withdrew. \
[What became of each of the guide's indexes](the-guide.md#indexes).
"""
PGQUEUERS = """\
## PgQueuer's

Tables and indexes named `pgqueuer…` are those of PgQueuer, which runs the jobs. They are kept \
as it makes them.
"""
KEPT = """
select split_part(obj_description(t.oid), ':', 1) as room, t.relname as name,
  ltrim(substring(obj_description(t.oid) from position(':' in obj_description(t.oid)) + 1))
    as holds,
  i.relname as index, substring(pg_get_indexdef(x.indexrelid) from ' USING (.*)$') as on,
  x.indisprimary as is_primary, x.indisunique as is_unique, obj_description(i.oid) as serves
from pg_class t
  left join pg_index x on x.indrelid = t.oid
  left join pg_class i on i.oid = x.indexrelid
where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
  and t.relname <> 'alembic_version'
order by 1, t.relname, x.indisprimary desc, i.relname
"""


class Kept(msgspec.Struct, frozen=True):
    """A table with one of its indexes."""

    room: str
    name: str
    holds: str
    index: str
    on: str
    is_primary: bool
    is_unique: bool
    serves: str | None

    @property
    def is_constraint(self) -> bool:
        """It says what there is one of, and not what is found by it."""
        return self.serves is None


async def kept(raw: Raw) -> list[Kept]:
    """Every table of the schema with each of its indexes."""
    rows = await raw.fetch(KEPT)
    return [msgspec.convert(dict(row), Kept) for row in rows if not PGQUEUER.match(row["name"])]


def page(found: list[Kept]) -> str:
    """The page, a chapter for each room."""
    by_room = defaultdict(list)
    for each in found:
        by_room[each.room].append(each)
    chapters = [_chapter(room, by_room.pop(room)) for room in ROOMS]
    if by_room:
        raise ValueError(f"name the room here too: {', '.join(by_room)}")
    return "\n".join([INTRODUCTION, *chapters, PGQUEUERS])


def _chapter(room: str, found: list[Kept]) -> str:
    tables = [next(each) for _, each in groupby(found, lambda each: each.name)]
    indexes = [each for each in found if not each.is_constraint]
    keys = {each.name: _keys(each.name, found) for each in tables}
    lines = [f"## {room.capitalize()}", "", "| table | holds | one row for each |", "|---|---|---|"]
    lines += [f"| `{each.name}` | {each.holds} | {keys[each.name]} |" for each in tables]
    if indexes:
        lines += ["", "| index | on | serves |", "|---|---|---|"]
        lines += [f"| `{each.index}` | {_on(each)} | {each.serves} |" for each in indexes]
    return "\n".join([*lines, ""])


def _keys(table: str, found: list[Kept]) -> str:
    constraints = [each for each in found if each.name == table and each.is_constraint]
    return "; ".join(f"`{_columns(each.on)}`" for each in constraints)


def _on(index: Kept) -> str:
    """PostgreSQL's definition without the parentheses and casts that it adds for itself."""
    kind, _, rest = index.on.partition(" ")
    columns, _, condition = rest.partition(" WHERE ")
    said = f"`{_columns(columns.partition(' WITH ')[0])}`"
    said += f", {kind}" * (kind != "btree") + ", unique" * index.is_unique
    if condition:
        plain = re.sub(r"::[a-z]+|[()]", "", condition)
        said += f", where `{re.sub('AND|IS NOT NULL|IS NULL', lambda w: w[0].lower(), plain)}`"
    return said


def _columns(definition: str) -> str:
    return definition.partition("(")[2].rpartition(")")[0].replace('"', "")
