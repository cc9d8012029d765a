"""Letters with a link: asked for in a transaction, written and sent by a job."""

from uuid import UUID

from alcuin.identity.data import Letter, LetterKind, Purpose
from alcuin.identity.data.email_changes import EmailChange
from alcuin.identity.errors import TooManyLetters
from alcuin.identity.letters import write
from alcuin.identity.needs import Signer
from alcuin.identity.queries import addressees, closing, email_changes, one_time_tokens, users
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
    LetterKind.CONFIRM_EMAIL: Purpose.CONFIRM_EMAIL,
    LetterKind.EMAIL_IN_USE: Purpose.RESET_PASSWORD,
    LetterKind.UNDO_EMAIL: Purpose.UNDO_EMAIL,
    LetterKind.EMAIL_UNDONE: Purpose.RESET_PASSWORD,
    LetterKind.ACCOUNT_CLOSED: Purpose.RESTORE_ACCOUNT,
}


async def request_letter(
    conn: Conn,
    kind: LetterKind,
    user_id: UUID | None,
    email_key: str,
    email_change_id: UUID | None = None,
) -> None:
    """Have a letter written. Raises TooManyLetters, counted whether or not anybody gets one.

    The job carries no token: it makes one when it runs, so no secret waits in the queue.
    """
    window = limits.LETTER_WINDOW_SECONDS
    if await count_attempt(conn, f"letter:{email_key}", window) > limits.LETTERS:
        raise TooManyLetters(retry_after=window)
    await enqueue(conn, SEND_LETTER, Letter(kind, user_id, email_change_id))


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
    if letter.email_change_id:
        change = await email_changes.get_change(conn, letter.email_change_id)
        if change is None:
            return None
        return await _of_change(conn, signer, public_url, letter.kind, change)
    if letter.kind is LetterKind.ACCOUNT_CLOSED:
        return await _of_closing(conn, signer, public_url, letter)
    addressee = letter.user_id and await addressees.find_addressee(conn, letter.user_id)
    if not addressee:
        return None
    token, purpose = signer.opaque(), PURPOSES[letter.kind]
    life = tokens.ONE_TIME_LIFE[purpose]
    await one_time_tokens.add_token(conn, tokens.digest(token), addressee.user_id, purpose, life)
    link = tokens.link(public_url, purpose, token)
    return write(letter.kind, addressee.email, addressee.language, link, life)


async def _of_change(
    conn: Conn, signer: Signer, public_url: str, kind: LetterKind, change: EmailChange
) -> Message | None:
    """To the new address, whoever has it, or to the old one where its reader is known."""
    token, purpose = signer.opaque(), PURPOSES[kind]
    life, link = tokens.ONE_TIME_LIFE[purpose], tokens.link(public_url, purpose, token)
    if kind is LetterKind.EMAIL_IN_USE:
        owner_id = await users.find_user_id(conn, change.new_email_key)
        if owner_id is None:
            return None
        await one_time_tokens.add_token(conn, tokens.digest(token), owner_id, purpose, life)
        language = await addressees.language_of(conn, owner_id)
        return write(kind, change.new_email, language, link, life)
    if kind is LetterKind.UNDO_EMAIL and change.old_verified_at is None:
        return None  # a stranger's mailbox, perhaps: it gets no key to the account
    await email_changes.add_token(conn, tokens.digest(token), change, purpose, life)
    to = change.new_email if kind is LetterKind.CONFIRM_EMAIL else change.old_email
    return write(kind, to, await addressees.language_of(conn, change.user_id), link, life)


async def _of_closing(
    conn: Conn, signer: Signer, public_url: str, letter: Letter
) -> Message | None:
    closed = letter.user_id and await closing.find_closed(conn, letter.user_id, tokens.GRACE)
    if not closed:
        return None
    token = signer.restore(closed.user_id, closed.closed_at)
    purpose = PURPOSES[letter.kind]
    link = tokens.link(public_url, purpose, token)
    language = await addressees.language_of(conn, closed.user_id)
    return write(letter.kind, closed.email, language, link, tokens.ONE_TIME_LIFE[purpose])
