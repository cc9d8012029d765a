"""docs/reference/performance.md from the figures of a run."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.ceiling import Ceiling
from bench.measuring import Measurement, Plan

PAGE = Path("docs/reference/performance.md")
NOTES = Path(__file__).parent / "notes.md"
COLUMNS = (
    "workload",
    "req/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "errors",
    "CPU ms/req, server",
    "PostgreSQL",
    "client",
    "KB",
    "others, CPU s",
)


class Machine(msgspec.Struct, frozen=True):
    """Where it ran."""

    processor: str
    cores: int
    memory_gib: int
    system: str
    python: str
    postgres: str
    postgres_settings: dict[str, str]


class Run(msgspec.Struct, frozen=True):
    """All that `make bench` found out; kept as bench/out/results.json."""

    measured_on: str
    scale: float
    workers: int
    plan: Plan
    machine: Machine
    counts: dict[str, int]
    measurements: list[Measurement]
    ceilings: list[Ceiling]


def this_machine(postgres: str, postgres_settings: dict[str, str]) -> Machine:
    """Describe the machine; the two arguments are what PostgreSQL says of itself."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=round(pages / 2**30),
        system=f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}",
        python=platform.python_version(),
        postgres=postgres,
        postgres_settings=postgres_settings,
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def written(run: Run) -> str:
    """The page as Markdown."""
    parts = (
        "# Performance",
        f"Measured and written by `make bench` on {run.measured_on}.",
        _circumstances(run),
        "## Requests",
        _requests(run.measurements),
        _ceilings(run.ceilings),
        NOTES.read_text(),
    )
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _circumstances(run: Run) -> str:
    m, plan = run.machine, run.plan
    settings = ", ".join(f"{name} {value}" for name, value in m.postgres_settings.items())
    data = ", ".join(f"{number:,} {name}" for name, number in run.counts.items())
    return f"""
- machine: {m.processor}, {m.cores} cores, {m.memory_gib} GiB, {m.system}; shared by the server,
  PostgreSQL and the client
- server: Python {m.python}, {run.workers} processes, request log on
- PostgreSQL {m.postgres}: {settings}
- dataset, scale {run.scale:g}: {data}
- {plan.connections} keep-alive connections, closed loop, {plan.warmup_seconds:g} s of warm-up,
  {plan.seconds:g} s measured"""


def _requests(measurements: list[Measurement]) -> str:
    memory = max((m.server_mib for m in measurements), default=0)
    told = f"Memory of all server processes together (PSS), at most: {memory:.0f} MiB."
    return f"{_table(COLUMNS, [_cells(m) for m in measurements])}\n\n{told}"


def _cells(m: Measurement) -> tuple[str, ...]:
    return (
        m.workload,
        f"{m.requests_per_second:,.0f}",
        *(f"{time:.1f}" for time in (m.p50, m.p95, m.p99)),
        f"{m.errors}",
        *(f"{spent:.2f}" for spent in (m.server_ms, m.postgres_ms, m.client_ms)),
        f"{m.kilobytes:.1f}",
        f"{m.others_seconds:.1f}",
    )


def line(measurement: Measurement) -> str:
    """One measurement for the terminal."""
    named = zip(COLUMNS[1:], _cells(measurement)[1:], strict=True)
    return f"{measurement.workload:12}" + "  ".join(f"{name} {cell}" for name, cell in named)


def _ceilings(ceilings: list[Ceiling]) -> str:
    if not ceilings:
        return ""
    rows = [
        (f"{c.clients}", f"{c.per_second:,.0f}", f"{c.mean_ms:.2f}", f"{c.postgres_ms:.2f}")
        for c in ceilings
    ]
    columns = ("clients", "completions/s", "mean ms", "PostgreSQL CPU ms")
    return (
        "## What the statement of a completion reaches alone\n\n"
        "The same SQL text, prepared, sent by pgbench: no HTTP, no Python.\n\n"
        f"{_table(columns, rows)}"
    )


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    rule = ("---", *("---:" for _ in columns[1:]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows))
