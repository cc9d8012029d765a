"""Alembic's environment: SQL in `op.execute`, one transaction a migration, short lock waits."""

import asyncio
from logging import getLogger

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

log = getLogger("alcuin.migrations")


def _migrate(connection: Connection) -> None:
    # A migration that cannot have its lock at once gives up and is run again: the
    # queue behind a waiting ALTER TABLE would stop the site.
    connection.execute(text("set lock_timeout = '2s'"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def _online() -> None:
    url = context.config.attributes["url"]
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


asyncio.run(_online())
