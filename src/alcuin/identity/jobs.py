"""Durable jobs of this room."""

from collections.abc import Sequence

import msgspec

from alcuin.identity.actions.erasing import erase_leaving
from alcuin.identity.actions.letters import SEND_LETTER, send_letter
from alcuin.identity.actions.second_factors import reseal
from alcuin.identity.data import Letter
from alcuin.identity.needs import PersonalData, Safe, Signer
from alcuin.identity.queries import pruning
from alcuin.kit.jobs import Cron, Job, JobContext, delete_in_batches
from alcuin.kit.mail import Mail

PRUNE = "identity.prune"
RESEAL = "identity.reseal"
ERASE = "identity.erase"


class Prune(msgspec.Struct, frozen=True):
    """Delete sessions, tokens and sign-ins that are past their time."""


class Erase(msgspec.Struct, frozen=True):
    """Erase the accounts that were closed 14 days ago."""


class Reseal(msgspec.Struct, frozen=True):
    """Seal anew what the previous secret key sealed."""


CRONS = (
    Cron(PRUNE, "27 3 * * *", PRUNE, Prune()),
    Cron(RESEAL, "7 * * * *", RESEAL, Reseal()),
    Cron(ERASE, "47 * * * *", ERASE, Erase()),
)


async def prune(context: JobContext, _payload: Prune) -> None:
    """Tokens before sessions: what a session takes along is then bounded, too."""
    for delete in (
        pruning.prune_refresh_tokens,
        pruning.prune_sessions,
        pruning.prune_one_time_tokens,
        pruning.prune_sign_ins,
        pruning.prune_email_changes,
    ):
        await delete_in_batches(context.database, delete)


def jobs(
    signer: Signer,
    safe: Safe,
    mail: Mail,
    public_url: str,
    *,
    personal: Sequence[PersonalData] = (),
) -> list[Job]:
    """What a worker does for this room, and for all that keep something about people."""

    async def run(context: JobContext, letter: Letter) -> None:
        await send_letter(context.database, signer, mail, public_url, letter)

    async def sealed(context: JobContext, _payload: Reseal) -> None:
        await reseal(context.database, safe)

    async def erase(context: JobContext, _payload: Erase) -> None:
        await erase_leaving(context.database, mail, personal)

    return [
        Job(SEND_LETTER, Letter, run),
        Job(PRUNE, Prune, prune),
        Job(RESEAL, Reseal, sealed),
        Job(ERASE, Erase, erase),
    ]
