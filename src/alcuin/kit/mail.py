"""Mail as rooms see it: a written message, and something that takes it away."""

from collections.abc import Collection
from typing import Protocol

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One letter to one person, in both forms.

    `link` is the one thing the letter asks to open; where mail only goes to a folder,
    it is also logged so that a developer can click it.
    """

    to: str
    subject: str
    text: str
    html: str
    link: str | None = None
    key: str | None = None
    """Names the letter: sent again, it is the same one, and carries the same Message-ID."""

    headers: tuple[tuple[str, str], ...] = ()
    """Beside those that every letter has."""


class Mail(Protocol):
    """Takes letters. Called from jobs only: it may wait for a slow server, and it may raise."""

    async def send(self, message: Message) -> None: ...

    async def forget(self, addresses: Collection[str]) -> None:
        """Delete what is kept of letters to these; a server's copies are its owner's to delete."""
        ...

    async def greet(self) -> None:
        """Go as far as `send` does without a letter, within seconds. Raises OSError, ValueError."""
        ...
