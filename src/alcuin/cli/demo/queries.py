"""The clock of the demo, whose learners have a past."""

from datetime import timedelta

from alcuin.kit.db import Conn


async def go_back(conn: Conn, ago: timedelta) -> None:
    """Let it be so long ago, until this transaction ends."""
    await conn.value(
        str, "select set_config('alcuin.now', (now() - $1::interval)::text, true)", ago
    )
