"""The log after somebody moved the database to another cluster with tools of their own."""

from alcuin.ops.backup.connecting import connected
from alcuin.ops.backup.queries import log


async def rebase_log(url: str) -> int | None:
    """Make the cursors of all readers those of this cluster; None where they are already.

    No event is missed and none is taken twice. Answers how many events had to be written anew.
    """
    async with connected(url) as conn, conn.raw.transaction():
        await log.lock_log(conn)
        if await log.is_log_at_home(conn):
            return None
        return await log.rebase_log(conn)
