"""How a person proves again that it is they who sit there."""

from enum import StrEnum

import msgspec


class Way(StrEnum):
    """What somebody can show to prove who they are."""

    PASSWORD = "PASSWORD"  # noqa: S105  a way, not a password
    TOTP = "TOTP"
    BACKUP_CODE = "BACKUP_CODE"


class Standing(msgspec.Struct, frozen=True):
    """Whether a session's last proof is recent, and what a new one would have to be."""

    is_recent: bool
    has_second_factor: bool
