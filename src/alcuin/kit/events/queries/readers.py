"""Readers as rows: where each stands, and what stopped it."""

from alcuin.kit.db import Conn
from alcuin.kit.events.data import ReaderState


async def add_projection(conn: Conn, name: str) -> None:
    """A projection begins at the first event."""
    await conn.run(
        """
        insert into reader (name, kind, done, system_identifier)
        select $1, 'projection', '1:1:', system_identifier from pg_control_system()
        on conflict do nothing
        """,
        name,
    )


async def add_reaction(conn: Conn, name: str) -> None:
    """A reaction begins at the end of the log."""
    await conn.run(
        """
        insert into reader (name, kind, done, system_identifier)
        select $1, 'reaction', pg_current_snapshot(), system_identifier from pg_control_system()
        on conflict do nothing
        """,
        name,
    )


async def is_at_home(conn: Conn, name: str) -> bool:
    """Every cursor of this reader was taken in this cluster."""
    return bool(
        await conn.value(
            bool,
            """
            select bool_and(r.system_identifier = c.system_identifier)
            from reader r, pg_control_system() c where r.name = $1
            """,
            name,
        )
    )


async def list_readers(conn: Conn) -> list[ReaderState]:
    """Every reader: how far behind, and what stopped it."""
    return await conn.all(
        ReaderState,
        """
        select r.name, r.generation, r.kind, r.current, r.updated_at,
               least(
                 (select e.at from event e where e.tx >= pg_snapshot_xmax(r.done)
                    and e.id > r.last_id order by e.tx limit 1),
                 (select min(e.at) from event e
                  where e.tx = any (array(select pg_snapshot_xip(r.done)))
                    and e.id > r.last_id)) as waiting_since,
               r.failed_at, r.failed_event_id, r.failure, r.failures
        from reader r order by r.name, r.generation
        """,
    )
