"""`alcuin jobs`: the queue, and what to do with jobs that failed for good."""

import click
import msgspec

from alcuin.app.parts import Parts
from alcuin.cli.edge import act
from alcuin.cli.refusing import Commands
from alcuin.kit.actor import System
from alcuin.kit.audit import audit
from alcuin.kit.jobs import Queued, drop, get_queued, list_queued, retry

AGES = (("days", 86_400), ("hours", 3_600), ("minutes", 60))
SINCE = {"HELD": "failed {} ago", "RUNNING": "for {}", "WAITING": "due for {}", "DELAYED": "in {}"}


@click.group(cls=Commands)
def jobs() -> None:
    """Look at the queue; start held jobs again, or give them up."""


@jobs.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
def list_jobs(*, limit: int) -> None:
    """List held jobs, then those that run, then those that wait."""

    async def listed(parts: Parts) -> tuple[list[Queued], int]:
        async with parts.database.transaction() as conn:
            return await list_queued(conn, limit)

    found, total = act(listed)
    for job in found:
        failure = f": {job.failure}" if job.state == "HELD" and job.failure else ""
        click.echo(f"{job.state.lower():8} {job.job_id:>8}  {job.name}, {_since(job)}{failure}")
    if total > len(found):
        click.echo(f"and {total - len(found):,} more")
    if not total:
        click.echo("Nothing waits, runs or is held.")


@jobs.command()
@click.argument("job", type=int)
def show(job: int) -> None:
    """Show one job with what it was asked to do: ids, never names."""

    async def shown(parts: Parts) -> Queued:
        async with parts.database.statement() as conn:
            return await get_queued(conn, job)

    found = act(shown)
    told = msgspec.to_builtins(found) | {"payload": msgspec.json.decode(found.payload)}
    for name, value in told.items():
        if value is not None:
            click.echo(f"{name.replace('_', ' '):11} {value}")


@jobs.command()
@click.argument("job", type=int, nargs=-1, required=True)
def replay(job: tuple[int, ...]) -> None:
    """Let held jobs start again, with all their attempts."""

    async def replayed(parts: Parts) -> None:
        async with parts.database.transaction() as conn:
            for job_id in job:
                await retry(conn, job_id)

    act(replayed)
    click.echo(f"Waiting again: {', '.join(map(str, job))}.")


@jobs.command("drop")
@click.argument("job", type=int, nargs=-1, required=True)
def drop_jobs(job: tuple[int, ...]) -> None:
    """Give held jobs up: what they were to do is never done."""
    actor = System("alcuin jobs drop")

    async def dropped(parts: Parts) -> None:
        async with parts.database.transaction() as conn:
            for job_id in job:
                gone = await get_queued(conn, job_id)
                await drop(conn, job_id)
                facts = {"job": gone.name, "payload": msgspec.json.decode(gone.payload)}
                await audit(conn, actor, "job.drop", facts=facts)

    act(dropped)
    click.echo(f"Given up: {', '.join(map(str, job))}.")


def _since(job: Queued) -> str:
    return SINCE[job.state].format(_age(job.age))


def _age(seconds: float) -> str:
    """The largest unit of which there are two: 90 minutes, 36 hours."""
    for unit, size in AGES:
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
