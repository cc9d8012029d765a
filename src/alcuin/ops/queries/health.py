"""SQL of health."""

from datetime import datetime

from alcuin.kit.db import Conn


async def find_time(conn: Conn) -> datetime | None:
    """The database's time, which only a living database tells."""
    return await conn.value(datetime, "select kit_now()")
