"""Following the log from a cursor.

The cursor is a snapshot, not a number: ids are drawn before commits, so `id > last`
misses what commits late (measured: 41 % under 24 writers).
"""

from collections.abc import Sequence

from alcuin.kit.db import Conn
from alcuin.kit.events.data import Cursor, Recorded


async def find_cursor(conn: Conn, name: str, generation: int | None) -> Cursor | None:
    """Where the reader stands (the current generation by default), with the present as target.

    To be sent before the transaction of the batch: a snapshot does not list its own
    transaction, whose events would be taken for seen. The maxima make the planner walk
    the index on tx; asked whether rows exist, it scans a log that few transactions wrote.
    """
    return await conn.maybe(
        Cursor,
        """
        select r.name, r.generation, r.done, coalesce(r.target, pg_current_snapshot()) as target,
               r.last_id,
               coalesce(r.failed_at + least(interval '5 minutes',
                 interval '1 second' * 2 ^ least(r.failures, 10)) > kit_now(), false) as resting,
               r.target is not null
                 or coalesce((select max(e.tx) from event e) >= pg_snapshot_xmax(r.done), false)
                 or exists (select from pg_snapshot_xip(r.done) as open (tx) where open.tx =
                      (select max(e.tx) from event e where e.tx <= open.tx)) as behind
        from reader r
        where r.name = $1 and (r.generation = $2 or $2::int is null and r.current)
        """,
        name,
        generation,
    )


async def lock_if_unmoved(conn: Conn, cursor: Cursor) -> bool:
    """Begin a batch: hold the reader's row. False when another worker holds it or has moved it on.

    Without the comparison a target read before another worker's commit could lie behind
    the new `done`, and what lies between would be taken twice.

    Plans of `list_due` are made by values: without them it would walk the whole log. The commit
    waits for no disk: effects and cursor are lost together or not at all, and taken again.
    """
    return bool(
        await conn.value(
            bool,
            """
            select set_config('plan_cache_mode', 'force_custom_plan', true) is not null
              and set_config('synchronous_commit', 'off', true) is not null
            from reader
            where name = $1 and generation = $2 and done::text = $3::pg_snapshot::text
              and last_id = $4
            for update skip locked
            """,
            cursor.name,
            cursor.generation,
            cursor.done,
            cursor.last_id,
        )
    )


async def plan_once(conn: Conn) -> None:
    """What readers say of a batch is planned once a connection: planning costs more than doing.

    Made while a projection is empty it stays when that is large: so no table may be walked.
    """
    await conn.run(
        "select set_config('plan_cache_mode', 'force_generic_plan', true),"
        " set_config('enable_seqscan', 'off', true)"
    )


async def list_due(conn: Conn, cursor: Cursor, kinds: list[str], limit: int) -> list[Recorded]:
    """What lies between `done` and `target`, by id."""
    _, seen_before, open_then = cursor.done
    return await conn.all(
        Recorded,
        """
        select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
               time_zone, local_on, data
        from event
        where (tx >= $1 or tx = any ($2::xid8[]))
          and pg_visible_in_snapshot(tx, $3::pg_snapshot)
          and id > $4 and kind = any ($5)
        order by id
        limit $6
        """,
        seen_before,
        open_then,
        cursor.target,
        cursor.last_id,
        kinds,
        limit,
    )


async def take_first_times(conn: Conn, reader: str, event_ids: Sequence[int]) -> set[int]:
    """Take the once-keys of these events; answers those that nobody had taken."""
    taken = await conn.value(
        list[int],
        """
        with taken as (
          insert into reaction_done (reader, event_id)
          -- In one order, so that a replay beside the follower waits and never deadlocks.
          select $1, id from unnest($2::bigint[]) as e(id) order by id
          on conflict do nothing returning event_id)
        select array_agg(event_id) from taken
        """,
        reader,
        event_ids,
    )
    return set(taken or ())


async def save_within(conn: Conn, cursor: Cursor, last_id: int) -> None:
    """More is to come before the target."""
    await conn.run(
        """
        update reader set target = $3, last_id = $4, updated_at = kit_now(),
          failed_at = null, failure = null, failed_event_id = null, failures = 0
        where name = $1 and generation = $2
        """,
        cursor.name,
        cursor.generation,
        cursor.target,
        last_id,
    )


async def save_reached(conn: Conn, cursor: Cursor) -> None:
    """The target is reached."""
    await conn.run(
        """
        update reader set done = $3, target = null, last_id = 0, updated_at = kit_now(),
          failed_at = null, failure = null, failed_event_id = null, failures = 0
        where name = $1 and generation = $2
        """,
        cursor.name,
        cursor.generation,
        cursor.target,
    )


async def save_failure(
    conn: Conn, name: str, generation: int, event_id: int | None, failure: str
) -> None:
    await conn.run(
        """
        update reader set failed_at = kit_now(), failed_event_id = $3, failure = $4,
          failures = failures + 1
        where name = $1 and generation = $2
        """,
        name,
        generation,
        event_id,
        failure,
    )
