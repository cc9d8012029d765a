"""`alcuin doctor`: says what is wrong and what to do, also where hardly anything works."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack

import click
import msgspec

from alcuin.app.parts import put_together
from alcuin.app.schema import newest_revision
from alcuin.app.settings import SettingRefused, Settings
from alcuin.app.urls import databases
from alcuin.cli.demo.cast import EVERYBODY
from alcuin.cli.environment import settings_of_environment
from alcuin.cli.refusing import Command
from alcuin.kit.db import Database
from alcuin.ops.doctor import DatabaseUrls, Finding, Level, Patient, examine
from alcuin.ops.embedded import EmbeddedRefusal

COLORS = {Level.OK: "green", Level.NOTICE: "cyan", Level.WARNING: "yellow", Level.FAULT: "red"}


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="One JSON array of findings.")
def doctor(*, as_json: bool) -> None:
    """Examine the installation: what is wrong, and what to do. Exit code 1 where something is."""
    try:
        settings = settings_of_environment()
    except SettingRefused as refusal:
        found = [Finding("settings", Level.FAULT, str(refusal), "Mend it, then ask again.")]
        _tell(found, as_json=as_json)
    else:
        with ExitStack() as stack:
            urls, why = _urls(settings, stack)
            # Told before the loop ends: a thread that hangs could hold that up.
            found = asyncio.run(_examined(settings, urls, why, as_json=as_json))
    if any(each.level is Level.FAULT for each in found):
        click.get_current_context().exit(1)


async def _examined(
    settings: Settings, urls: DatabaseUrls | None, why: str, *, as_json: bool
) -> list[Finding]:
    found = await examine(_patient(settings, urls, why))
    _tell(found, as_json=as_json)
    return found


def _urls(settings: Settings, stack: ExitStack) -> tuple[DatabaseUrls | None, str]:
    """Where the database is until the stack is left, or why there is none."""
    try:
        urls = stack.enter_context(databases(settings))
    except EmbeddedRefusal as refusal:
        return None, f"The embedded PostgreSQL does not start: {refusal}"
    is_embedded = settings.database_url is None
    return DatabaseUrls(urls.application, urls.admin, urls.direct, is_embedded), ""


def _patient(settings: Settings, urls: DatabaseUrls | None, why: str) -> Patient:
    # Only its mail, files and safe are used, which need no database.
    parts = put_together(settings, Database(None, {}))
    return Patient(
        urls=urls,
        no_database=why,
        newest_revision=newest_revision(),
        data_dir=settings.data_dir,
        is_development=settings.is_development,
        host=settings.host,
        port=settings.port,
        public_url=settings.public_url,
        trusted_proxies=settings.trusted_proxies,
        limits=settings.limits == "on",
        secret_key=settings.secret_key,
        key_id=parts.safe.key_id,
        previous_key_id=parts.safe.previous_key_id,
        metrics_token=settings.metrics_token,
        smtp=settings.smtp_url is not None,
        mail=parts.mail,
        files=parts.files,
        demo_addresses=tuple(person.email for person in EVERYBODY),
    )


def _tell(found: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    for each in found:
        level = click.style(f"{each.level.value:8}", fg=COLORS[each.level])
        click.echo(f"{level} {each.check:10} {each.says}")
        if each.do:
            click.echo(f"{'':19} -> {each.do}")
