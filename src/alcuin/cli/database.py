"""`alcuin db`: the schema, and the way in with psql."""

import asyncio
import signal
import subprocess

import click

from alcuin.app import wiring
from alcuin.app.parts import Parts
from alcuin.app.schema import find_revision, newest_revision
from alcuin.app.schema import migrate as migrate_schema
from alcuin.app.urls import databases
from alcuin.cli.edge import act, ready, revision_at, settings_of_environment
from alcuin.cli.postgres_programs import pg_dump, psql
from alcuin.cli.refusing import Commands, Refused
from alcuin.cli.schema_text import tidied
from alcuin.kit.events import (
    Projection,
    Reaction,
    Reader,
    ReaderState,
    list_readers,
    prepare_readers,
)
from alcuin.kit.events import rebuild as rebuild_projection
from alcuin.kit.events import replay as replay_reaction
from alcuin.ops.backup import rebase_log


@click.group(cls=Commands)
def db() -> None:
    """Migrate the database, look at it, rebuild what is made from the log."""


@db.command()
def migrate() -> None:
    """Bring the database to the newest schema; several at once wait for each other."""
    with databases(settings_of_environment()) as urls:
        before = asyncio.run(revision_at(urls.admin))
        asyncio.run(migrate_schema(urls.admin))
        after = asyncio.run(find_revision(urls.admin))
    click.echo(f"{before or 'empty'} -> {after}" if before != after else f"{after}: up to date")


@db.command()
def status() -> None:
    """Say which revision the database is at and how far the readers of the log are."""
    with databases(settings_of_environment()) as urls:
        revision = asyncio.run(revision_at(urls.admin))
    click.echo(f"revision  {revision or 'none'} (this Alcuin: {newest_revision()})")
    if revision != newest_revision():
        raise Refused("The schema is not the newest. Run: alcuin db migrate")
    for reader in act(_readers):
        click.echo(f"reader    {_standing(reader)}")


@db.command()
def shell() -> None:
    """Open psql on the database, as its owner."""
    settings = settings_of_environment()
    with databases(settings) as urls:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is psql's
        try:
            code = subprocess.call([psql(settings), urls.admin])  # noqa: S603  PostgreSQL's own
        finally:
            signal.signal(signal.SIGINT, before)
    click.get_current_context().exit(code)


@db.command("dump-schema")
def dump_schema() -> None:
    """Print the schema as SQL, the same text for the same migrations."""
    settings = settings_of_environment()
    with ready(settings) as urls:
        dumped = subprocess.run(  # noqa: S603  PostgreSQL's own program
            [pg_dump(settings), "--schema-only", "--no-owner", urls.admin],
            check=False,
            capture_output=True,
            text=True,
        )
    if dumped.returncode:
        raise Refused(dumped.stderr.strip())
    click.echo(tidied(dumped.stdout), nl=False)


@db.command()
@click.argument("reader")
def rebuild(reader: str) -> None:
    """Make what READER keeps anew from the first event, beside the running system."""
    projection = _projection(reader)

    async def rebuilt(parts: Parts) -> int:
        await prepare_readers(parts.database, [projection])
        return await rebuild_projection(parts.database, projection)

    click.echo(f"{reader}: generation {act(rebuilt)} is current.")


@db.command()
@click.argument("reader")
@click.option("--after", type=int, default=0, show_default=True, help="Id of an event.")
@click.option("--until", type=int, required=True, help="Id of the last event.")
def replay(reader: str, *, after: int, until: int) -> None:
    """Let READER react to events that it has not reacted to; to none of them twice."""
    reaction = _reader(reader)
    if not isinstance(reaction, Reaction):
        raise Refused(f"{reader} is made from the log. Run: alcuin db rebuild {reader}")

    async def replayed(parts: Parts) -> None:
        await replay_reaction(parts.database, reaction, after=after, until=until)

    act(replayed)
    click.echo(f"{reader}: has reacted to all events up to {until}.")


@db.command("rebase-log")
def rebase() -> None:
    """Make a log that was moved here from another cluster readable; nothing else may run.

    `alcuin restore` does this by itself. It is for a database that was moved by pg_dump.
    """
    with ready(settings_of_environment()) as urls:
        rewritten = asyncio.run(rebase_log(urls.admin))
    if rewritten is None:
        click.echo("The log is at home in this cluster; nothing was changed.")
    else:
        click.echo(f"{rewritten:,} events written anew; the readers go on where they were.")


def _projection(name: str) -> Projection:
    found = _reader(name)
    if not isinstance(found, Projection):
        raise Refused(f"{name} acts on the world outside, so it is never rebuilt.")
    return found


def _reader(name: str) -> Reader:
    readers = {reader.name: reader for reader in wiring.readers()}
    if name not in readers:
        raise Refused(f"There is no reader {name}. There are: {', '.join(sorted(readers))}")
    return readers[name]


async def _readers(parts: Parts) -> list[ReaderState]:
    async with parts.database.statement() as conn:
        return await list_readers(conn)


def _standing(reader: ReaderState) -> str:
    parts = [f"{reader.name} ({reader.kind}, generation {reader.generation})"]
    if not reader.current:
        parts.append("being rebuilt")
    if reader.waiting_since:
        parts.append(f"behind since {reader.waiting_since:%Y-%m-%d %H:%M:%S} UTC")
    if reader.failure:
        parts.append(f"stopped at event {reader.failed_event_id}: {reader.failure}")
    return ", ".join(parts)
