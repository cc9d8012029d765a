"""The program `alcuin`, put together from its commands."""

import importlib
import signal
import sys

import click
import structlog

import alcuin
from alcuin.cli.refusing import Commands

COMMANDS = {
    "serve": "serving",
    "worker": "serving",
    "db": "database",
    "users": "users",
    "courses": "courses",
    "demo": "demo",
    "jobs": "jobs",
    "achievements": "achievements",
    "audit": "audit",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "backup",
}
"""Each command and the module that has it."""


class Program(Commands):
    """Imports a command when it is called: each needs a second's worth of something else."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click calls it so
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  as above
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"alcuin.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=Program)
@click.version_option(alcuin.__version__, message="Alcuin %(version)s")
def main() -> None:
    """An open learning platform. Settings come from the environment (ALCUIN_...)."""
    # A SIGTERM unwinds like Ctrl-C, so that the embedded PostgreSQL is left in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Standard output is what a command answers; entries of the log are not.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
