"""Writing facts into the log."""

from alcuin.kit.db import Conn
from alcuin.kit.events.data import Event
from alcuin.kit.events.queries.writing import insert_events


async def record(conn: Conn, *events: Event) -> None:
    """Write `events`, in this order, in the caller's transaction; readers wake after its commit."""
    await insert_events(conn, events)
    conn.after_commit(conn.announce)
