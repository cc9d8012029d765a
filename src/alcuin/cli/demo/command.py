"""`alcuin demo`."""

import asyncio

import click

from alcuin.cli.demo.closing import close as close_accounts
from alcuin.cli.demo.loading import load
from alcuin.cli.demo.printing import printed
from alcuin.cli.edge import act, ready, settings_of_environment, with_parts
from alcuin.cli.refusing import Command, require_development


@click.command(cls=Command)
@click.option("--close", is_flag=True, help="Suspend the demo's accounts instead.")
def demo(*, close: bool) -> None:
    """Load two courses and people who teach and study them; twice is once."""
    if close:
        click.echo(f"Suspended {act(close_accounts)} accounts of the demo.")
        return
    settings = settings_of_environment()
    require_development(settings)
    with ready(settings) as urls:
        accounts = asyncio.run(with_parts(settings, urls, load))
    click.echo(printed(accounts, settings))
