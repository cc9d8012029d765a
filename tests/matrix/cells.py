"""One cell of a table: a request that leaves nothing behind, and what it left meanwhile."""

from typing import Any

import msgspec

from tests.matrix.campus import Campus

# Refusals of rights leave an entry, and guesses are counted: that is what these are for.
NOTES = ("audit", "audit_personal", "attempt_counter", "alembic_version")


class Answer(msgspec.Struct, frozen=True):
    """What a cell was answered, and the tables whose rows it changed, where somebody looked."""

    status: int
    body: bytes
    changed: list[str]


class Ledger:
    """A checksum of every table, in one statement."""

    def __init__(self, campus: Campus) -> None:
        self._campus = campus
        self._sql = ""
        self._before: dict[str, str] = {}

    async def open(self) -> None:
        names = await self._fetch(
            """
            select c.relname, '' from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and c.relname <> all ($1)
            """,
            NOTES,
        )
        self._sql = " union all ".join(
            f"select '{name}', sum(hashtextextended(t::text, 0))::text from {name} t"  # noqa: S608  names from the catalogue
            for name in names
        )
        self._before = await self._fetch(self._sql)

    async def changed(self) -> list[str]:
        """Tables that differ from when the ledger was opened."""
        now = await self._fetch(self._sql)
        return sorted(name for name, hashed in now.items() if hashed != self._before[name])

    async def _fetch(self, sql: str, *args: object) -> dict[str, str]:
        rows = await self._campus.database.pool.raw.fetch(sql, *args)
        return {row[0]: row[1] for row in rows}


async def answer_to(
    campus: Campus, ledger: Ledger, token: str | None, asked: dict[str, Any]
) -> Answer:  # Any: arguments of httpx
    """Ask, look what changed after a refusal, and undo everything."""
    headers = asked["headers"] | ({"authorization": f"Bearer {token}"} if token else {})
    point = campus.database.pool.raw.transaction()
    await point.start()
    try:
        answer = await campus.client.request(
            asked["method"],
            asked["path"],
            headers=headers,
            json=asked.get("json"),
            content=asked.get("content"),
        )
        is_refused_change = not answer.is_success and asked["method"] not in ("GET", "HEAD")
        changed = await ledger.changed() if is_refused_change else []
    finally:
        await point.rollback()
    return Answer(answer.status_code, answer.content, changed)
