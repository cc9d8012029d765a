"""How long tokens live, and what is stored of them."""

import hashlib
from datetime import timedelta

from alcuin.identity.data import Purpose

SESSION_LIFE = timedelta(days=90)
"""However busy a session is, then it ends."""

REFRESH_LIFE = timedelta(days=14)
"""A session unused for so long ends."""

ONE_TIME_LIFE = {
    Purpose.VERIFY_EMAIL: timedelta(hours=24),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.FIRST_ADMINISTRATOR: timedelta(hours=24),
}

PAGES = {
    Purpose.VERIFY_EMAIL: "verify-email",
    Purpose.RESET_PASSWORD: "reset-password",
    Purpose.FIRST_ADMINISTRATOR: "first-administrator",
}
"""Pages that a link opens; each asks for what is missing, then calls the API with the token."""


def digest(token: str) -> bytes:
    """What is stored. Unsalted and fast on purpose: there is nothing to guess in 256 bits."""
    return hashlib.sha256(token.encode()).digest()


def link(public_url: str, purpose: Purpose, token: str) -> str:
    """Where a letter points: `public_url` is a setting, never what a request says (F7)."""
    return f"{public_url}/{PAGES[purpose]}?token={token}"
