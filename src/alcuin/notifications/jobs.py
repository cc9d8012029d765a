"""Durable jobs of this room."""

from collections.abc import Sequence

import msgspec

from alcuin.kit.jobs import Cron, Job, JobContext, delete_in_batches
from alcuin.kit.mail import Mail
from alcuin.notifications.actions.mailing import send_letter
from alcuin.notifications.actions.telling import (
    SEND_LETTER,
    TELL_COURSE,
    Letter,
    Release,
    tell_course,
)
from alcuin.notifications.needs import LinkSigner
from alcuin.notifications.queries.forgetting import prune_notices

PRUNE = "notifications.prune"


class Prune(msgspec.Struct, frozen=True):
    """Delete notices that are past their time."""


CRONS = (Cron(PRUNE, "57 3 * * *", PRUNE, Prune()),)


async def tell(context: JobContext, release: Release) -> None:
    await tell_course(context.database, release)


async def prune(context: JobContext, _payload: Prune) -> None:
    await delete_in_batches(context.database, prune_notices)


def jobs(signer: LinkSigner, mail: Mail, public_url: str) -> Sequence[Job]:
    """What a worker does for this room."""

    async def send(context: JobContext, letter: Letter) -> None:
        await send_letter(context.database, signer, mail, public_url, letter.notice_id)

    return [
        Job(TELL_COURSE, Release, tell),
        Job(SEND_LETTER, Letter, send),
        Job(PRUNE, Prune, prune),
    ]
