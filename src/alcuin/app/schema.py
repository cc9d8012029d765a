"""Bringing a database to the newest schema, and saying what the application's role may do."""

import asyncio
from pathlib import Path

import asyncpg

MIGRATIONS = Path(__file__).parent / "migrations"
GRANTS = Path(__file__).parent / "grants.sql"
APPLICATION_ROLE = "alcuin_app"


async def migrate(admin_url: str, *, role: str = APPLICATION_ROLE, revision: str = "head") -> None:
    """Bring the database to the newest schema, then grant. Run twice it changes nothing.

    An older `revision` is for a restore, which fills the schema that its rows are of.

    Several commands may start at once: an advisory lock lets one migrate while others wait.
    """
    guard = await asyncpg.connect(admin_url)
    try:
        await guard.execute("select pg_advisory_lock(hashtext('alcuin.migrate'))")
        # Alembic drives an event loop of its own, hence the thread.
        await asyncio.to_thread(_upgrade, admin_url, revision)
        async with guard.transaction():
            await guard.execute("select set_config('alcuin.application_role', $1, true)", role)
            await guard.execute(GRANTS.read_text())
    finally:
        await guard.close()


async def find_revision(url: str) -> str | None:
    """The revision a database is at; None before the first migration."""
    conn = await asyncpg.connect(url)
    try:
        if await conn.fetchval("select to_regclass('alembic_version')") is None:
            return None
        revision: str | None = await conn.fetchval("select version_num from alembic_version")
        return revision
    finally:
        await conn.close()


def newest_revision() -> str:
    """The revision that this code is written for: the last file's, which a test asks Alembic."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]


def is_known(revision: str) -> bool:
    """Whether our migrations lead there."""
    return any(file.name[:4] == revision for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _upgrade(url: str, revision: str) -> None:
    # Imported by those who migrate alone: it takes a second and 50 MB.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = "postgresql+asyncpg://" + url.split("://", 1)[1]
    command.upgrade(config, revision)
