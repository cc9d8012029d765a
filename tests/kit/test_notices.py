"""A memory fed by notices is fresh as long as it hears, and again once it can."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from alcuin.kit.db import Database
from alcuin.kit.notices import Listener
from alcuin.kit.problems import Unavailable


@asynccontextmanager
async def listening(listener: Listener) -> AsyncIterator[None]:
    task = asyncio.create_task(listener.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(listener: Listener, *, fresh: bool) -> None:
    async with asyncio.timeout(10):
        while listener.is_fresh is not fresh:  # noqa: ASYNC110  the truth is in a clock
            await asyncio.sleep(0.02)


async def test_a_listener_hears_what_is_said_and_outlives_its_connection(
    database: Database, database_url: str
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    listener = Listener(database_url, {"test_news": heard.put_nowait}, [])
    async with listening(listener):
        for word in ("first", "second"):
            await until(listener, fresh=True)
            async with database.statement() as conn:
                await conn.run("select pg_notify('test_news', $1)", word)
            assert await asyncio.wait_for(heard.get(), 5) == word
            await cut(database)
            await until(listener, fresh=False)


async def test_a_memory_that_cannot_be_filled_is_tried_again(database_url: str) -> None:
    tries: list[int] = []

    async def resync() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Unavailable  # every connection of the pool is taken

    listener = Listener(database_url, {}, [resync])
    async with listening(listener):
        await until(listener, fresh=True)
    assert len(tries) == 3


async def cut(database: Database) -> None:
    async with database.statement() as conn:
        await conn.run(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where query like '%pg_notify%' and pid <> pg_backend_pid()
              and datname = current_database()
            """
        )
