"""Letters by SMTP."""

import asyncio
import contextlib
import smtplib
import ssl
from collections.abc import Collection, Iterator
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec

from alcuin.adapters.mail import as_email
from alcuin.kit.mail import Message

TIMEOUT_SECONDS = 20.0
GREETING_SECONDS = 3.0

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
