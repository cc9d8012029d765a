"""Which psql and which pg_dump."""

import re
import shutil
import subprocess
from pathlib import Path

from alcuin.app.settings import Settings
from alcuin.ops.embedded import bin_dir

MAJOR = 18
"""pg_dump refuses a server newer than itself; psql does not mind."""


def psql(settings: Settings) -> Path | str:
    """Ours for our own server; elsewhere the system's first, as ours is built without TLS."""
    return _of_system("psql", settings) or bin_dir() / "psql"


def pg_dump(settings: Settings) -> Path | str:
    """The same, unless the system's is too old."""
    found = _of_system("pg_dump", settings)
    return found if found and _major(found) >= MAJOR else bin_dir() / "pg_dump"


def _of_system(name: str, settings: Settings) -> str | None:
    return shutil.which(name) if settings.database_url else None


def _major(program: str) -> int:
    told = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)  # noqa: S603  PostgreSQL's own
    found = re.search(r"\d+", told.stdout)
    return int(found.group()) if found else 0
