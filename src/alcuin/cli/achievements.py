"""`alcuin achievements`: giving learners what they have earned before anybody looked."""

import click

from alcuin.achievements import Backfilled
from alcuin.achievements import backfill as backfill_all
from alcuin.app.parts import Parts
from alcuin.cli.edge import act
from alcuin.cli.refusing import Commands


@click.group(cls=Commands)
def achievements() -> None:
    """Unlock what learners have earned already."""


@achievements.command()
@click.option("--rule", help="The key of one rule; all that are enabled otherwise.")
def backfill(*, rule: str | None) -> None:
    """Judge every learner on what they have done, beside the running system.

    For learners from before there were achievements, or a rule. Again is never twice.
    """

    async def backfilled(parts: Parts) -> Backfilled:
        return await backfill_all(parts.database, rule)

    done = act(backfilled)
    click.echo(f"{done.learners:,} people judged, {done.unlocked:,} achievements unlocked.")
