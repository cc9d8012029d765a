"""How fast PostgreSQL alone runs the statement behind a completion, by pgbench."""

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench.processes import cost_of

TEMPLATE = Path(__file__).parent / "complete.sql"
CLIENTS = (1, 8, 32)

# What is still to do, numbered, so that a script can pick it by a whole number.
NUMBERED = """
create unlogged table bench_todo as
select row_number() over (
    order by hashtextextended(p.user_id::text || r.section_id, 3))::int as n,
  s.id as session_id, p.user_id, r.lesson_id, r.section_id
from course_progress p
join session s on s.user_id = p.user_id
join release_section r on r.course_id = p.course_id and r.release = p.release
where p.active and not exists (
  select from section_progress d
  where d.user_id = p.user_id and d.course_id = p.course_id and d.section_id = r.section_id);
alter table bench_todo add primary key (n);
analyze bench_todo;
"""


class Completion(msgspec.Struct, frozen=True):
    """The statement, and expressions over the columns of `bench_todo` for $1, $2 and so on."""

    statement: str
    parameters: tuple[str, ...]

    def of_row_n(self) -> str:
        """The statement about row :n of `bench_todo`; pgbench knows variables, not parameters."""
        text = re.sub(
            r"\$(\d+)",
            lambda found: f"(select {self.parameters[int(found[1]) - 1]} from todo)",  # noqa: S608  ours
            self.statement.strip().rstrip(";"),
        )
        first, rest = text.split(None, 1)
        if first.lower() != "with":
            raise ValueError("expected one statement that begins with common table expressions")
        return f"with todo as materialized (select * from bench_todo where n = :n), {rest}"  # noqa: S608  ours


class Ceiling(msgspec.Struct, frozen=True):
    """One run of pgbench with that many clients."""

    clients: int
    per_second: float
    mean_ms: float
    postgres_ms: float


class Prepared(msgspec.Struct, frozen=True):
    """Where pgbench runs what, and whose processor time it costs."""

    url: str
    pgbench: Path
    postgres_pid: int
    script: str


async def ceilings(
    url: str, pgbench: Path, postgres_pid: int, completion: Completion, *, seconds: int
) -> list[Ceiling]:
    """Complete what is left for `seconds` with each number of clients.

    The database is used up by it: call it last.
    """
    conn: Any = await asyncpg.connect(url)  # asyncpg ships no types
    try:
        await conn.execute(NUMBERED)
        left: int = await conn.fetchval("select count(*) from bench_todo")
        script = TEMPLATE.read_text().replace("{statement}", completion.of_row_n())
        prepared = Prepared(url, pgbench, postgres_pid, script)
        share = left // len(CLIENTS)
        return [
            _run(prepared, clients, rows=range(turn * share, (turn + 1) * share), seconds=seconds)
            for turn, clients in enumerate(CLIENTS)
        ]
    finally:
        await conn.execute("drop table if exists bench_todo")
        await conn.close()


def _run(prepared: Prepared, clients: int, rows: range, seconds: int) -> Ceiling:
    """Each client has a part of `rows` of its own."""
    values = {"i": 0, "first": rows.start, "share": len(rows) // clients}
    options = ["-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds)]
    options += [part for name, value in values.items() for part in ("-D", f"{name}={value}")]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(prepared.script)
        script.flush()
        before = cost_of(prepared.postgres_pid).seconds
        done = subprocess.run(
            [prepared.pgbench, *options, "-f", script.name, prepared.url],
            capture_output=True,
            text=True,
            check=False,
        )
        spent = cost_of(prepared.postgres_pid).seconds - before
    if done.returncode:
        raise RuntimeError(f"pgbench: {done.stderr}")
    processed = int(_figure(r"actually processed: (\d+)", done.stdout))
    if processed > len(rows) * 0.9:
        raise RuntimeError("too little was left to complete: use a larger scale or less time")
    return Ceiling(
        clients=clients,
        per_second=round(_figure(r"tps = ([\d.]+)", done.stdout), 1),
        mean_ms=round(_figure(r"latency average = ([\d.]+)", done.stdout), 3),
        postgres_ms=round(spent * 1000 / max(1, processed), 3),
    )


def _figure(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if not found:
        raise ValueError(f"pgbench said nothing like {pattern!r}:\n{text}")
    return float(found[1])
