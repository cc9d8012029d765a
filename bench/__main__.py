"""`python -m bench`: measure Alcuin on this machine; `make bench` is the whole of it."""

import asyncio
import datetime as dt
import functools
from pathlib import Path

import click
import msgspec

from alcuin.adapters.tokens import JwtSigner
from alcuin.app.schema import migrate
from alcuin.ops.embedded import Server
from alcuin.progress.queries.completing import COMPLETE_SECTION
from bench import report
from bench.ceiling import Ceiling, Completion, ceilings
from bench.dataset import load
from bench.measuring import Measurement, Plan, System, measure
from bench.postgres import checkpoint, described
from bench.probing import etags, require_expected
from bench.running import SECRET_KEY, own_postgres, serving
from bench.sample import drawn
from bench.workloads import NAMES, POOL, Requests

OUT = Path(__file__).parent / "out"
COMPLETIONS_A_SECOND = 6_000  # more than were ever reached; each section is completed once


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--scale", default=1.0, show_default=True, help="1 is 10,000 people.")
@click.option("--seconds", default=10.0, show_default=True, help="Measured, of each workload.")
@click.option("--warmup", default=4.0, show_default=True, help="Seconds before that.")
@click.option("--connections", default=32, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Server processes.")
def bench(
    *,
    names: tuple[str, ...],
    scale: float,
    seconds: float,
    warmup: float,
    connections: int,
    workers: int,
) -> None:
    """Measure the workloads NAMES; without names all of them, and write the page of the docs."""
    plan = Plan(seconds=seconds, warmup_seconds=warmup, connections=connections)
    with own_postgres() as server:
        counts = asyncio.run(_filled(server, scale))
        with serving(server, workers=workers) as system:
            measurements = _measured(server, system, plan, names or NAMES)
        run = report.Run(
            measured_on=f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
            scale=scale,
            workers=workers,
            plan=plan,
            machine=report.this_machine(*asyncio.run(described(server.admin_url))),
            counts=counts,
            measurements=measurements,
            ceilings=[] if names else _ceilings(server, system, seconds),
        )
    OUT.mkdir(exist_ok=True)
    (OUT / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(run)))
    if not names:
        report.PAGE.parent.mkdir(parents=True, exist_ok=True)
        report.PAGE.write_text(report.written(run))
        print(f"written: {report.PAGE}")


async def _filled(server: Server, scale: float) -> dict[str, int]:
    await migrate(server.admin_url)
    return await load(server.admin_url, scale=scale)


def _measured(
    server: Server, system: System, plan: Plan, names: tuple[str, ...]
) -> list[Measurement]:
    needed = int((plan.seconds + plan.warmup_seconds) * COMPLETIONS_A_SECOND)
    sample = asyncio.run(drawn(server.admin_url, studies=POOL, unfinished=2 * needed))
    requests = Requests(
        sample,
        JwtSigner(SECRET_KEY).access,
        etags(system.address, (study.course_id for study in sample.studies)),
        completions=needed,
    )
    results = []
    for name in names:
        workload = requests.of(name)
        require_expected(workload, system.address)
        results.append(measure(workload, system, plan, functools.partial(_settle, server)))
        print(report.line(results[-1]), flush=True)
    return results


def _settle(server: Server) -> None:
    asyncio.run(checkpoint(server.admin_url))


def _ceilings(server: Server, system: System, seconds: float) -> list[Ceiling]:
    return asyncio.run(
        ceilings(
            server.admin_url,
            server.programs / "pgbench",
            system.postgres_pid,
            Completion(COMPLETE_SECTION, ("session_id", "user_id", "lesson_id", "section_id")),
            seconds=int(seconds),
        )
    )


if __name__ == "__main__":
    bench()
