"""Durable jobs of this room."""

from alcuin.identity.actions.letters import SEND_LETTER, send_letter
from alcuin.identity.data import Letter
from alcuin.identity.needs import Signer
from alcuin.kit.jobs import Job, JobContext
from alcuin.kit.mail import Mail


def jobs(signer: Signer, mail: Mail, public_url: str) -> list[Job]:
    """What a worker does for this room."""

    async def run(context: JobContext, letter: Letter) -> None:
        await send_letter(context.database, signer, mail, public_url, letter)

    return [Job(SEND_LETTER, Letter, run)]
