"""Letters as RFC 5322 has them; as files where nobody has set up a server, in memory for tests."""

import asyncio
import secrets
import tempfile
from collections.abc import Collection
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import EmailPolicy, default
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path

import structlog

from alcuin.kit.mail import Message

LINK_HEADER = "List-Unsubscribe"

log = structlog.get_logger("alcuin.mail")


class FolderMail:
    """One file a letter, for the folder's owner only, and a log line with the link.

    The default: with no mail server, whoever runs Alcuin can still click the links.
    """

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, message: Message) -> None:
        email = as_email(message, self._sender)
        path = await asyncio.to_thread(self._write, email, message.key)
        log.info("letter_written", file=str(path), link=message.link)

    async def forget(self, addresses: Collection[str]) -> None:
        await asyncio.to_thread(self._forget, {address.casefold() for address in addresses})

    async def greet(self) -> None:
        await asyncio.to_thread(self._greet)

    def _forget(self, addresses: Collection[str]) -> None:
        for path in self._folder.glob("*.eml"):
            if _addressee(path).casefold() in addresses:
                path.unlink(missing_ok=True)

    def _greet(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._folder) as probe:
            probe.write(b"written by alcuin doctor")

    def _write(self, email: EmailMessage, key: str | None) -> Path:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{key or _new_key()}.eml"
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:  # for us alone
            file.write(email.as_bytes())
        return Path(file.name).replace(path)


class KeptMail:
    """Keeps letters in memory, for tests."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def forget(self, addresses: Collection[str]) -> None:
        self.sent = [letter for letter in self.sent if letter.to not in addresses]

    async def greet(self) -> None:
        """Memory is always there."""


class _Folding(EmailPolicy):
    """Leaves links whole: folded, a long one becomes an encoded word, which nobody follows."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == LINK_HEADER:
            return f"{name}: {value}{self.linesep}".encode()  # no line end is in it: it was refused
        return super().fold_binary(name, value)


def _new_key() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def _addressee(path: Path) -> str:
    """Of a letter in the folder; empty where somebody has deleted it meanwhile."""
    try:
        letter = BytesHeaderParser(policy=default).parsebytes(path.read_bytes())
    except FileNotFoundError:
        return ""
    return str(letter["To"] or "")


def as_email(message: Message, sender: str) -> EmailMessage:
    """The letter as RFC 5322 has it. Raises ValueError where a header would hold a line end."""
    email = EmailMessage(policy=_Folding())
    email["From"] = sender
    email["To"] = message.to
    email["Subject"] = message.subject
    email["Date"] = format_datetime(datetime.now(UTC))
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    email["Message-ID"] = f"<{message.key}@{domain}>" if message.key else make_msgid(domain=domain)
    email["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notices, please
    for name, value in message.headers:
        email[name] = value
    email.set_content(message.text)
    email.add_alternative(message.html, subtype="html")
    return email
