"""`alcuin serve` and `alcuin worker`."""

import asyncio

import click

from alcuin.app.logging import start_logging
from alcuin.app.parts import Parts
from alcuin.app.processes import serve as run_processes
from alcuin.app.settings import Settings
from alcuin.app.worker_process import run as run_worker
from alcuin.cli.demo.accounts import Account
from alcuin.cli.demo.closing import require_no_demo
from alcuin.cli.demo.loading import load, require_development
from alcuin.cli.demo.printing import printed
from alcuin.cli.edge import ready, settings_of_environment, with_parts
from alcuin.cli.refusing import Command
from alcuin.identity import issue_first_administrator_link


@click.command(cls=Command)
@click.option("--demo", is_flag=True, help="Load the demo first. In development only.")
def serve(*, demo: bool) -> None:
    """Serve the web and run the jobs until Ctrl-C or SIGTERM."""
    settings = settings_of_environment()
    if demo:
        require_development(settings)
    with ready(settings) as urls:
        start_logging(settings.log_level)
        click.echo(asyncio.run(with_parts(settings, urls, _load if demo else _greet)))
        click.echo(_where(settings))
        run_processes(settings, urls)


@click.command(cls=Command)
def worker() -> None:
    """Run jobs and readers of the log alone, beside web processes elsewhere."""
    settings = settings_of_environment()
    with ready(settings) as urls:
        start_logging(settings.log_level)
        run_worker(settings, urls)


async def _load(parts: Parts) -> str:
    accounts: list[Account] = await load(parts)
    return printed(accounts, parts.settings)


async def _greet(parts: Parts) -> str:
    await require_no_demo(parts)
    async with parts.database.transaction() as conn:
        link = await issue_first_administrator_link(conn, parts.signer, parts.settings.public_url)
    if link is None:
        return ""
    return f"\nNobody administers this installation yet. Become the first, once:\n  {link}"


def _where(settings: Settings) -> str:
    mail = settings.smtp_url or str(settings.data_dir / "mail")
    database = "an external PostgreSQL" if settings.database_url else "embedded PostgreSQL"
    return (
        f"\nAlcuin    {settings.public_url}\n"
        f"Data      {settings.data_dir} ({database})\n"
        f"Letters   {mail if not settings.smtp_url else 'by SMTP'}\n"
        "Stop with Ctrl-C.\n"
    )
