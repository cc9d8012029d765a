"""What happens before the first request: the newest schema, the demo or a greeting."""

import asyncio

import click
import msgspec

from alcuin.app.forks import answered_by_fork
from alcuin.app.parts import Parts
from alcuin.app.settings import Settings
from alcuin.app.urls import Urls
from alcuin.cli.demo.closing import require_no_demo
from alcuin.cli.demo.loading import load
from alcuin.cli.demo.printing import printed
from alcuin.cli.edge import bring_up_to_date, with_parts
from alcuin.cli.refusing import REFUSALS, Refused, told
from alcuin.identity import issue_first_administrator_link


class Prepared(msgspec.Struct, frozen=True):
    """What the operator is told, or why nothing is served."""

    greeting: str = ""
    refusal: str = ""


def prepare(settings: Settings, urls: Urls, *, demo: bool) -> str:
    """Make the database ready; answers what an operator must know. Raises Refused.

    In a fork: migrating and loading take memory that nobody needs afterwards.
    """
    answer = answered_by_fork(lambda: msgspec.json.encode(_prepare(settings, urls, demo)).decode())
    if not answer:
        raise Refused("The process that makes the database ready has died.")
    prepared = msgspec.json.decode(answer, type=Prepared)
    if prepared.refusal:
        raise Refused(prepared.refusal)
    return f"{prepared.greeting}\n{_where(settings)}"


def _prepare(settings: Settings, urls: Urls, demo: bool) -> Prepared:  # noqa: FBT001  as the option
    try:
        bring_up_to_date(settings, urls)
        said = asyncio.run(with_parts(settings, urls, _load if demo else _greet))
    except REFUSALS as refusal:
        return Prepared(refusal=told(refusal, click.get_current_context()))
    return Prepared(greeting=said)


async def _load(parts: Parts) -> str:
    return printed(await load(parts), parts.settings)


async def _greet(parts: Parts) -> str:
    await require_no_demo(parts)
    async with parts.database.transaction() as conn:
        link = await issue_first_administrator_link(conn, parts.signer, parts.settings.public_url)
    if link is None:
        return ""
    return f"\nNobody administers this installation yet. Become the first, once:\n  {link}"


def _where(settings: Settings) -> str:
    database = "an external PostgreSQL" if settings.database_url else "embedded PostgreSQL"
    letters = "by SMTP" if settings.smtp_url else str(settings.data_dir / "mail")
    return (
        f"\nAlcuin    {settings.public_url}\n"
        f"Data      {settings.data_dir} ({database})\n"
        f"Letters   {letters}\n"
        "Stop with Ctrl-C.\n"
    )
