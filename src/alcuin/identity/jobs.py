"""Durable jobs of this room."""

import msgspec

from alcuin.identity.actions.letters import SEND_LETTER, send_letter
from alcuin.identity.data import Letter
from alcuin.identity.needs import Signer
from alcuin.identity.queries import pruning
from alcuin.kit.jobs import Cron, Job, JobContext, delete_in_batches
from alcuin.kit.mail import Mail

PRUNE = "identity.prune"


class Prune(msgspec.Struct, frozen=True):
    """Delete sessions and tokens that are past their time."""


CRONS = (Cron(PRUNE, "27 3 * * *", PRUNE, Prune()),)


async def prune(context: JobContext, _payload: Prune) -> None:
    """Tokens before sessions: what a session takes along is then bounded, too."""
    for delete in (
        pruning.prune_refresh_tokens,
        pruning.prune_sessions,
        pruning.prune_one_time_tokens,
    ):
        await delete_in_batches(context.database, delete)


def jobs(signer: Signer, mail: Mail, public_url: str) -> list[Job]:
    """What a worker does for this room."""

    async def run(context: JobContext, letter: Letter) -> None:
        await send_letter(context.database, signer, mail, public_url, letter)

    return [Job(SEND_LETTER, Letter, run), Job(PRUNE, Prune, prune)]
