"""Letting a reaction see events that it has not reacted to."""

from alcuin.kit.db import Database
from alcuin.kit.events.following import BATCH
from alcuin.kit.events.queries.rebuilding import list_by_id
from alcuin.kit.events.readers import Reaction, take


async def replay(database: Database, reaction: Reaction, *, after: int, until: int) -> None:
    """React to the events with `after` < id <= `until`, each at most once ever.

    For a reaction that came after the events, or that somebody skipped past. The once-keys
    stand: what has been reacted to stays so.
    """
    while True:
        async with database.transaction() as conn:
            events = await list_by_id(conn, list(reaction.kinds), after, until, BATCH)
            await take(conn, reaction, 0, events)
        if len(events) < BATCH:
            return
        after = events[-1].id
