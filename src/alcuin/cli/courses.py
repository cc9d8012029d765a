"""`alcuin courses`: folders in, releases out."""

from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import click
import msgspec

from alcuin.app.parts import Parts
from alcuin.catalog import (
    Card,
    CourseDefaults,
    CourseForStaff,
    Difficulty,
    ImportOutcome,
    Publication,
    Reading,
    course_ref,
    get_course,
    import_plan,
    list_all,
    read_folder,
    rights_of,
    take_files,
)
from alcuin.catalog import (
    publish as publish_working_copy,
)
from alcuin.cli.edge import act
from alcuin.cli.import_report import (
    printed_import,
    printed_publication,
    printed_report,
    report_as_json,
)
from alcuin.cli.refusing import Commands
from alcuin.identity import hold_user_by_email
from alcuin.kit.actor import System
from alcuin.kit.db import Conn

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DIFFICULTIES = click.Choice([each.value for each in Difficulty], case_sensitive=False)


Published: TypeAlias = tuple[Publication, CourseForStaff]


@click.group(cls=Commands)
def courses() -> None:
    """Import, publish and list courses."""


@courses.command("import")
@click.argument("folder", type=FOLDER)
@click.option("--owner", required=True, metavar="EMAIL", help="Whose course it is or will be.")
@click.option("--title", help="Instead of the folder's.")
@click.option("--description", help="Instead of the folder's.")
@click.option("--category", help="Instead of the folder's.")
@click.option("--difficulty", type=DIFFICULTIES, help="Instead of the folder's.")
@click.option("--language", help="Like en or pt-BR.")
@click.option("--site", metavar="URL", help="Where the folder's own pages are, for its links.")
@click.option("--publish", is_flag=True, help="Publish it too.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON."
)
def import_(  # every option is one of the command's
    *,
    folder: Path,
    owner: str,
    difficulty: str | None,
    publish: bool,
    report: Path | None,
    **said: str | None,
) -> None:
    """Read FOLDER into the working copy of a course; again, it updates what it made.

    The report says of every file what was taken, changed and left out.
    """
    level = Difficulty(difficulty.upper()) if difficulty else None
    defaults = msgspec.convert({**said, "difficulty": level}, CourseDefaults)
    reading = read_folder(folder, defaults)
    click.echo(printed_report(reading.report))
    outcome, published = act(lambda parts: _imported(parts, reading, owner, publish=publish))
    click.echo(printed_import(reading.plan, outcome))
    if published:
        click.echo(printed_publication(*published))
    if report:
        publication = published[0] if published else None
        report.write_bytes(report_as_json(reading, outcome, publication))


async def _imported(
    parts: Parts, reading: Reading, owner: str, *, publish: bool
) -> tuple[ImportOutcome, Published | None]:
    """Import, and publish, in one transaction: a course that cannot be shown stays as it was."""
    actor = System("alcuin courses import")
    async with parts.database.transaction() as conn:
        owner_id = (await hold_user_by_email(conn, actor, owner)).id
    parcel = await take_files(
        parts.database, parts.files, parts.workshop, reading, owner_id=owner_id
    )
    async with parts.database.transaction() as conn:
        outcome = await import_plan(conn, actor, reading.plan, owner_id=owner_id, parcel=parcel)
        if not publish:
            return outcome, None
        return outcome, await _published(parts, conn, actor, outcome.course_id, "")


@courses.command()
@click.argument("course")
@click.option("--note", default="", help="What is new, for the staff.")
def publish(course: str, *, note: str) -> None:
    """Publish COURSE, named by its id or its slug."""

    async def published(parts: Parts) -> Published:
        actor = System("alcuin courses publish")
        async with parts.database.transaction() as conn:
            return await _published(parts, conn, actor, course_ref(course), note)

    click.echo(printed_publication(*act(published)))


async def _published(
    parts: Parts, conn: Conn, actor: System, ref: UUID | str, note: str
) -> Published:
    hosts = frozenset(parts.settings.image_hosts)
    publication = await publish_working_copy(conn, actor, ref, note=note, image_hosts=hosts)
    course_id = (await rights_of(conn, actor, ref)).course_id
    return publication, await get_course(conn, actor, course_id)


@courses.command("list")
def list_() -> None:
    """List every course, drafts among them, last edited first."""

    async def listed(parts: Parts) -> list[Card]:
        async with parts.database.statement() as conn:
            return await list_all(conn, System("alcuin courses list"))

    for course in act(listed):
        release = f"release {course.release}" if course.release else "no release"
        size = f"{course.lesson_count} lessons, {course.section_count} sections"
        click.echo(f"{course.status:<9}  {course.slug}  ({release}, {size})  {course.title}")
