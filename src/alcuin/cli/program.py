"""The program `alcuin`, put together from its commands."""

import signal
import sys

import click
import structlog

import alcuin
from alcuin.cli.courses import courses
from alcuin.cli.database import db
from alcuin.cli.demo import demo
from alcuin.cli.refusing import Commands
from alcuin.cli.serving import serve, worker
from alcuin.cli.users import users


@click.group(cls=Commands)
@click.version_option(alcuin.__version__, message="Alcuin %(version)s")
def main() -> None:
    """An open learning platform. Settings come from the environment (ALCUIN_...)."""
    # A SIGTERM unwinds like Ctrl-C, so that the embedded PostgreSQL is left in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Standard output is what a command answers; entries of the log are not.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


for command in (serve, worker, db, users, courses, demo):
    main.add_command(command)
