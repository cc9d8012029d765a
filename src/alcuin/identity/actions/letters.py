"""Letters with a link: asked for in a transaction, written and sent by a job."""

from uuid import UUID

from alcuin.identity.data import Letter, LetterKind, Purpose
from alcuin.identity.errors import TooManyLetters
from alcuin.identity.letters import write
from alcuin.identity.needs import Signer
from alcuin.identity.queries import one_time_tokens, users
from alcuin.identity.rules import limits, tokens
from alcuin.kit.db import Conn, Database
from alcuin.kit.jobs import enqueue
from alcuin.kit.limits import count_attempt
from alcuin.kit.mail import Mail, Message

SEND_LETTER = "identity.send_letter"

PURPOSES = {
    LetterKind.VERIFY_EMAIL: Purpose.VERIFY_EMAIL,
    LetterKind.ALREADY_REGISTERED: Purpose.RESET_PASSWORD,
    LetterKind.RESET_PASSWORD: Purpose.RESET_PASSWORD,
}


async def request_letter(
    conn: Conn, kind: LetterKind, user_id: UUID | None, email_key: str
) -> None:
    """Have a letter written. Raises TooManyLetters, counted whether or not anybody gets one.

    The job carries no token: it makes one when it runs, so no secret waits in the queue.
    """
    window = limits.LETTER_WINDOW_SECONDS
    if await count_attempt(conn, f"letter:{email_key}", window) > limits.LETTERS:
        raise TooManyLetters(retry_after=window)
    await enqueue(conn, SEND_LETTER, Letter(kind, user_id))


async def send_letter(
    database: Database, signer: Signer, mail: Mail, public_url: str, letter: Letter
) -> None:
    """Write a letter with a fresh token and send it.

    Run twice, it sends two letters whose links both work until one of them is used.
    """
    async with database.transaction() as conn:
        message = await _written(conn, signer, public_url, letter)
    if message:
        await mail.send(message)


async def _written(conn: Conn, signer: Signer, public_url: str, letter: Letter) -> Message | None:
    addressee = letter.user_id and await users.find_addressee(conn, letter.user_id)
    if not addressee:
        return None
    token, purpose = signer.opaque(), PURPOSES[letter.kind]
    life = tokens.ONE_TIME_LIFE[purpose]
    await one_time_tokens.add_token(conn, tokens.digest(token), addressee.user_id, purpose, life)
    return write(letter.kind, addressee.email, tokens.link(public_url, purpose, token), life)
