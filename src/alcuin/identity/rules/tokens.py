"""How long tokens live, and what is stored of them."""

import hashlib
from datetime import timedelta

from alcuin.identity.data import Purpose

SESSION_LIFE = timedelta(days=90)
"""However busy a session is, then it ends."""

REFRESH_LIFE = timedelta(days=14)
"""A session unused for so long ends."""

GRACE = timedelta(days=14)
"""How long somebody who has closed their account may come back before it is erased."""

ONE_TIME_LIFE = {
    Purpose.VERIFY_EMAIL: timedelta(hours=24),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.FIRST_ADMINISTRATOR: timedelta(hours=24),
    Purpose.SECOND_FACTOR: timedelta(minutes=10),
    Purpose.CONFIRM_EMAIL: timedelta(hours=24),
    Purpose.UNDO_EMAIL: timedelta(days=7),
    Purpose.RESTORE_ACCOUNT: GRACE,
}

PAGES = {
    Purpose.VERIFY_EMAIL: "verify-email",
    Purpose.RESET_PASSWORD: "reset-password",
    Purpose.FIRST_ADMINISTRATOR: "first-administrator",
    Purpose.CONFIRM_EMAIL: "confirm-email",
    Purpose.UNDO_EMAIL: "undo-email-change",
    Purpose.RESTORE_ACCOUNT: "restore",
}
"""Pages that a link opens; each asks for what is missing, then calls the API with the token."""


ACCESS_TOKEN_MARK = "alc_pat_"  # noqa: S105  how one begins, so that scanners of code know it


def digest(token: str) -> bytes:
    """What is stored. Unsalted and fast on purpose: there is nothing to guess in 256 bits."""
    return hashlib.sha256(token.encode()).digest()


def link(public_url: str, purpose: Purpose, token: str) -> str:
    """Where a letter points: `public_url` is a setting, never what a request says (F7)."""
    return f"{public_url}/{PAGES[purpose]}?token={token}"
