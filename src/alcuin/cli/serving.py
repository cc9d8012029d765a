"""`alcuin serve` and `alcuin worker`.

What serves is imported while PostgreSQL starts, and once: all processes are forks of this one.
"""

import time

import click

from alcuin.app.holding import Held
from alcuin.app.logging import start_logging
from alcuin.cli.environment import settings_of_environment
from alcuin.cli.refusing import Command, require_development

STOP_SECONDS = 60
"""What PostgreSQL has to write everything down, once nobody uses it any more."""


@click.command(cls=Command)
@click.option("--demo", is_flag=True, help="Load the demo first. In development only.")
def serve(*, demo: bool) -> None:
    """Serve the web and run the jobs until Ctrl-C or SIGTERM."""
    settings = settings_of_environment()
    if demo:
        require_development(settings)
    database = Held(settings)
    try:
        from alcuin.app import processes  # noqa: PLC0415  as said above
        from alcuin.cli import opening  # noqa: PLC0415  as said above

        start_logging(settings.log_level)
        urls = database.urls()
        click.echo(opening.prepare(settings, urls, demo=demo))
        processes.serve(settings, urls, database)
    finally:
        database.let_go(time.monotonic() + STOP_SECONDS)


@click.command(cls=Command)
def worker() -> None:
    """Run jobs and readers of the log alone, beside web processes elsewhere."""
    from alcuin.app.worker_process import run  # noqa: PLC0415  the other command need not wait
    from alcuin.cli.edge import ready  # noqa: PLC0415  as above

    settings = settings_of_environment()
    with ready(settings) as urls:
        start_logging(settings.log_level)
        run(settings, urls)
