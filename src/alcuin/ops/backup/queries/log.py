"""The event log where it must not hang on one cluster's transaction ids.

All that a cursor tells is which events it has seen. The snapshots of all cursors stand in a
line, each sees what the one before it sees; so an event's transaction may be replaced by how
many of them do not see it, and a snapshot by its place in the line. Small numbers that lie in
the past of every cluster; nothing is taken twice, nothing is missed, and done again it
changes nothing. 3 is the first transaction of any cluster.
"""

from alcuin.kit.db import Conn

LINE = """
line as materialized (
  select seen.snapshot, 3 + row_number() over (
    order by pg_snapshot_xmax(seen.snapshot),
             (select count(*) from pg_snapshot_xip(seen.snapshot)) desc) as place
  from (select done::text::pg_snapshot from reader
        union all select target::text::pg_snapshot from reader where target is not null
       ) as seen (snapshot))
"""

TX = """
case when event.tx < (select min(pg_snapshot_xmin(line.snapshot)) from line) then '3'::xid8
  else (3 + (select count(*) from line where not pg_visible_in_snapshot(event.tx, line.snapshot))
       )::text::xid8 end
"""
"""Most events every reader has seen, which the first branch says at once."""

_PLACE = """
(select format('%s:%s:', line.place, line.place)::pg_snapshot from line
 where line.snapshot::text = reader.{}::text order by line.place limit 1)
"""
DONE = _PLACE.format("done")
TARGET = _PLACE.format("target")

REBASE_EVENTS = f"with {LINE} update event set tx = {TX} where event.tx <> {TX}"  # noqa: S608  constants
REBASE_READERS = f"""
with {LINE}
update reader set done = {DONE}, target = {TARGET},
  system_identifier = (select system_identifier from pg_control_system())
"""  # noqa: S608  constants


async def lock_log(conn: Conn) -> None:
    """Nobody writes or reads on while the log is re-based."""
    await conn.raw.execute("lock table event, reader in access exclusive mode")


async def is_log_at_home(conn: Conn) -> bool:
    """Every cursor was taken in this cluster, or there is none."""
    return bool(
        await conn.value(
            bool,
            """
            select coalesce(bool_and(r.system_identifier = c.system_identifier), true)
            from reader r, pg_control_system() c
            """,
        )
    )


async def rebase_log(conn: Conn) -> int:
    """Make transactions and cursors those of this cluster; answers how many events moved."""
    moved = await conn.run(REBASE_EVENTS)
    await conn.run(REBASE_READERS)
    return moved


async def bring_home(conn: Conn) -> None:
    """Cursors of a backup mean the same in every cluster; they belong to this one now."""
    await conn.run(
        "update reader set system_identifier = (select system_identifier from pg_control_system())"
    )


async def is_log_in_the_past(conn: Conn) -> bool:
    """No event and no cursor names a transaction that is yet to come here."""
    return bool(
        await conn.value(
            bool,
            """
            select coalesce((select max(e.tx) from event e) < pg_current_xact_id(), true)
               and not exists (select from reader r
                 where greatest(pg_snapshot_xmax(r.done), pg_snapshot_xmax(r.target))
                       > pg_current_xact_id())
            """,
        )
    )
