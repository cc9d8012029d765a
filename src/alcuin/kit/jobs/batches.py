"""Deleting much without holding anybody up."""

from collections.abc import Awaitable, Callable

from alcuin.kit.db import Conn, Database

BATCH = 10_000
"""Rows a transaction: its locks are short and its write-ahead log comes in portions."""

Delete = Callable[[Conn, int], Awaitable[int]]


async def delete_in_batches(database: Database, delete: Delete, batch: int = BATCH) -> None:
    """Let `delete` take at most `batch` rows a transaction, until one takes fewer."""
    gone = batch
    while gone == batch:
        async with database.transaction() as conn:
            gone = await delete(conn, batch)
