"""Writing facts into the log."""

from alcuin.kit.db import Conn
from alcuin.kit.events import queries
from alcuin.kit.events.data import Event


async def record(conn: Conn, *events: Event) -> None:
    """Write `events`, in this order, in the caller's transaction; readers wake after its commit."""
    await queries.insert_events(conn, events)
    conn.after_commit(conn.announce)
