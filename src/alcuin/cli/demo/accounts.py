"""The passwords of the demo, kept beside the data in a file for its owner only."""

import os
import secrets
from pathlib import Path

import msgspec

from alcuin.cli.demo.cast import Character

NAME = "demo-accounts.txt"
HEADER = "# Accounts of the demo. Outside development they are refused.\n"


class Account(msgspec.Struct, frozen=True):
    """A person of the demo; the password is None where the file that held it is gone."""

    character: Character
    password: str | None


def kept_passwords(data_dir: Path) -> dict[str, str]:
    """Passwords by address."""
    try:
        lines = (data_dir / NAME).read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split()[:2] for line in lines if not line.startswith("#") and " " in line)
    return dict(pairs)


def keep_passwords(data_dir: Path, passwords: dict[str, str]) -> None:
    """Write the file, whole or not at all."""
    draft = data_dir / f"{NAME}.new"
    draft.unlink(missing_ok=True)
    text = "".join(f"{email} {password}\n" for email, password in sorted(passwords.items()))
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(HEADER + text)
    draft.replace(data_dir / NAME)


def new_password() -> str:
    """96 random bits that a person can type."""
    return "-".join(secrets.token_hex(3) for _ in range(4))
