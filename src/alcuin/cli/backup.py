"""`alcuin backup` and `alcuin restore`."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import asyncpg
import click

from alcuin.app.parts import Parts, opened
from alcuin.app.schema import is_known, migrate
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls, databases
from alcuin.cli.edge import revision_at, settings_of_environment
from alcuin.cli.refusing import Command, Refused
from alcuin.kit.actor import System
from alcuin.kit.audit import audit
from alcuin.ops.backup import (
    BackupNewer,
    BackupRefusal,
    Contents,
    Restored,
    Taken,
    examine,
    require_empty,
    take,
    whole_file,
)
from alcuin.ops.backup import restore as restore_backup

MB = 1_000_000


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def backup(file: Path) -> None:
    """Write the database and all files into FILE, while the system runs; - is standard output.

    The file is for its owner only, and never written over another. It holds what the
    installation knows, hashes of passwords among it, but no secret of its settings.
    """
    settings = settings_of_environment()
    with _told(file), databases(settings) as urls, _target(file) as target:
        asyncio.run(revision_at(urls.admin))  # says so where there is no database
        taken = asyncio.run(_take(settings, urls, target))
    click.echo(_what_was_taken(file, taken), err=str(file) == "-")
    if taken.manifest.missing:
        raise Refused(_what_is_broken(taken))


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Fill an empty installation from FILE: its database, its files, its readers' cursors.

    FILE is read through first, and refused unless every byte of it is as it was written.
    """
    settings = settings_of_environment()
    with _told(file), file.open("rb") as archive:
        contents = examine(archive)
        if not is_known(contents.head.revision):
            raise BackupNewer(contents.head.alcuin, contents.head.revision)
        with databases(settings) as urls:
            asyncio.run(revision_at(urls.admin))
            restored = asyncio.run(_restore(settings, urls, archive, contents))
    click.echo(_what_came_back(contents, restored))


async def _take(settings: Settings, urls: Urls, target: BinaryIO) -> Taken:
    async with opened(settings, urls) as parts:
        return await take(urls.admin, parts.files, target)


async def _restore(
    settings: Settings, urls: Urls, archive: BinaryIO, contents: Contents
) -> Restored:
    """The schema of the backup, its rows and files, then the newest schema."""
    await require_empty(urls.admin, contents)
    await migrate(urls.admin, revision=contents.head.revision)
    async with opened(settings, urls) as parts:
        restored = await restore_backup(urls.admin, archive, contents, parts.files)
        await migrate(urls.admin)
        await _note(parts, contents)
    return restored


async def _note(parts: Parts, contents: Contents) -> None:
    """Time went back here: whoever reads the audit should see where."""
    facts = {"taken_at": contents.head.taken_at.isoformat(), "rows": contents.manifest.rows}
    async with parts.database.transaction() as conn:
        await audit(conn, System("alcuin restore"), "ops.restore", facts=facts)


@contextmanager
def _target(file: Path) -> Iterator[BinaryIO]:
    if str(file) != "-":
        with whole_file(file) as target:
            yield target
        return
    if sys.stdout.isatty():
        raise Refused("A backup is no text for a terminal. Name a file, or redirect the output.")
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What stands in the way of a backup, as one sentence."""
    try:
        yield
    except BackupRefusal as refusal:
        raise Refused(str(refusal)) from refusal
    except OSError as fault:
        raise Refused(f"{file}: {fault.strerror or fault}") from fault
    except asyncpg.PostgresError as fault:
        raise Refused(f"PostgreSQL refused: {fault}") from fault


def _what_was_taken(file: Path, taken: Taken) -> str:
    manifest = taken.manifest
    return (
        f"{file}: {taken.bytes / MB:.1f} MB, {manifest.rows} rows of {len(manifest.tables)} "
        f"tables, {manifest.files} files ({manifest.file_bytes / MB:.1f} MB)."
    )


def _what_is_broken(taken: Taken) -> str:
    named = "\n  ".join(taken.broken)
    return (
        f"The backup is written and whole, but the store of files has lost or damaged "
        f"{taken.manifest.missing} files, which are not in it:\n  {named}"
    )


def _what_came_back(contents: Contents, restored: Restored) -> str:
    head = contents.head
    told = (
        f"Restored {restored.rows} rows and {restored.files} files, each table compared, as of "
        f"{head.taken_at:%Y-%m-%d %H:%M:%S} UTC (Alcuin {head.alcuin}, revision {head.revision}).\n"
        "Everybody signs in anew. Jobs that were waiting or running will run; readers of the "
        "log go on where they were."
    )
    if restored.missing:
        told += f"\n{restored.missing} files were missing already when the backup was taken."
    return told
