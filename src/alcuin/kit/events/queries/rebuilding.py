"""Rebuilding a projection beside the one that runs, and reading again what was read."""

from alcuin.kit.db import Conn
from alcuin.kit.events.data import Recorded


async def add_generation(conn: Conn, name: str) -> int | None:
    """A new generation at the first event, beside the current one; None for an unknown reader."""
    return await conn.value(
        int,
        """
        insert into reader (name, generation, kind, current, done, system_identifier)
        select name, (select max(generation) from reader where name = $1) + 1, kind, false,
               '1:1:', system_identifier
        from reader where name = $1 and current
        returning generation
        """,
        name,
    )


async def drop_generations_aside(conn: Conn, name: str) -> list[int]:
    """End rebuilds that never finished; waits for a batch of theirs that is under way."""
    found = await conn.value(
        list[int],
        """
        with dropped as (
          delete from reader where name = $1 and not current returning generation)
        select coalesce(array_agg(generation), '{}') from dropped
        """,
        name,
    )
    return found or []


async def lock_current(conn: Conn, name: str) -> int | None:
    """Hold the running generation still; answers it."""
    return await conn.value(
        int, "select generation from reader where name = $1 and current for update", name
    )


async def switch_generation(conn: Conn, name: str, old: int, new: int) -> bool:
    """Let `new` be the current one. False when it is gone."""
    await conn.run("delete from reader where name = $1 and generation = $2", name, old)
    switched = await conn.run(
        "update reader set current = true where name = $1 and generation = $2", name, new
    )
    return switched == 1


async def list_by_id(
    conn: Conn, kinds: list[str], after: int, until: int, limit: int
) -> list[Recorded]:
    return await conn.all(
        Recorded,
        """
        select id, at, kind, v, user_id, course_id, lesson_id, section_id, release,
               time_zone, local_on, data
        from event where id > $2 and id <= $3 and kind = any ($1) order by id limit $4
        """,
        kinds,
        after,
        until,
        limit,
    )
