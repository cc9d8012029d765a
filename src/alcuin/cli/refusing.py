"""Refusals on the command line: one sentence on standard error and exit code 1."""

from typing import Any

import click

from alcuin.app.listening import PortTaken
from alcuin.app.settings import SettingRefused, Settings
from alcuin.kit.events import ReaderUnknown, RebuildTakenOver
from alcuin.kit.problems import FieldError, Invalid, Problem
from alcuin.ops.embedded import EmbeddedRefusal


class Refused(Exception):
    """A command will not do this; the text says why and what to do instead."""


REFUSALS = (
    Refused,
    Problem,
    SettingRefused,
    EmbeddedRefusal,
    PortTaken,
    ReaderUnknown,
    RebuildTakenOver,
)


class Command(click.Command):
    """A command whose refusals are told, not thrown."""

    def invoke(self, ctx: click.Context) -> Any:  # Any: whatever the function answers
        try:
            return super().invoke(ctx)
        except REFUSALS as refusal:
            raise click.ClickException(told(refusal, ctx)) from None


class Commands(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


def require_development(settings: Settings) -> None:
    """Accounts whose passwords were printed have no place among real ones."""
    if not settings.is_development:
        raise Refused("The demo is for development only, and ALCUIN_ENV is production.")


def told(refusal: Exception, ctx: click.Context) -> str:
    """What people read; faults of values by the names of the command's own options."""
    if isinstance(refusal, Invalid) and refusal.errors:
        faults = [f"{_named(error, ctx)}: {error.message}" for error in refusal.errors]
        return faults[0] if len(faults) == 1 else "\n  ".join([refusal.detail, *faults])
    return refusal.detail if isinstance(refusal, Problem) else str(refusal)


def _named(error: FieldError, ctx: click.Context) -> str:
    """`/timeZone` is `--time-zone`; what no option says keeps its own name."""
    name = error.pointer.strip("/?")
    wanted = name.lower().replace("_", "")
    for parameter in ctx.command.params:
        if (parameter.name or "").replace("_", "") == wanted:
            is_option = isinstance(parameter, click.Option)
            return parameter.opts[0] if is_option else parameter.make_metavar(ctx)
    return name
