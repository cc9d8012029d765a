"""Letters by SMTP, or into a folder where nobody has set up a server."""

import asyncio
import contextlib
import secrets
import smtplib
import ssl
import tempfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import EmailPolicy, default
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec
import structlog

from alcuin.kit.mail import Message

TIMEOUT_SECONDS = 20.0
GREETING_SECONDS = 3.0
LINK_HEADER = "List-Unsubscribe"

log = structlog.get_logger("alcuin.mail")

Security = Literal["starttls", "tls", "none"]
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("starttls", 587),
    "smtps": ("tls", 465),
    "smtp+plain": ("none", 25),  # a relay on the same machine
}


class SmtpServer(msgspec.Struct, frozen=True):
    """Where letters are handed in."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = None


def smtp_server(url: str) -> SmtpServer:
    """Read `smtp://user:password@host:587`, which demands STARTTLS, `smtps://` or `smtp+plain://`.

    Raises ValueError for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError(
            f"expected one of {', '.join(SCHEMES)}, then ://[user:password@]host[:port]"
        )
    security, port = SCHEMES[parts.scheme]
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or port,
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class SmtpMail:
    """Hands each letter in over a connection of its own, in a thread."""

    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    async def send(self, message: Message) -> None:
        """Raises OSError or smtplib.SMTPException; the job tries again."""
        await asyncio.to_thread(self._send, as_email(message, self._sender))

    async def forget(self, addresses: Collection[str]) -> None:
        """Nothing is kept on our side."""

    async def greet(self) -> None:
        """Connect, secure the connection, sign in. smtplib's refusals are OSErrors too."""
        await asyncio.to_thread(self._greet)

    def _send(self, email: EmailMessage) -> None:
        with self._session(TIMEOUT_SECONDS) as connection:
            connection.send_message(email)

    def _greet(self) -> None:
        with self._session(GREETING_SECONDS) as connection:
            connection.ehlo_or_helo_if_needed()

    @contextlib.contextmanager
    def _session(self, timeout: float) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        connection = self._connected(context, timeout)
        try:
            if self._server.security == "starttls":
                connection.starttls(context=context)  # raises where the server has none
            if self._server.user:
                connection.login(self._server.user, self._server.password or "")
            yield connection
        finally:
            # A letter that was taken must not be sent again because of a clumsy goodbye.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()

    def _connected(self, context: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        return smtplib.SMTP(host, port, timeout=timeout)


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
