"""The projection of streaks: runs of active dates.

A learner's dates are one multirange, in which dates that follow each other join by
themselves. So it does not matter in which order they come: events keep their order within a
course only, and a date that comes late may join two runs.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from alcuin.kit.db import Conn


async def add_dates(conn: Conn, generation: int, active: Sequence[tuple[UUID, date]]) -> None:
    """Add active dates of learners. Most are known already, and write nothing."""
    await conn.run(
        """
        with told as (
          select user_id, range_agg(daterange(local_on, local_on, '[]')) as dates
          from unnest($2::uuid[], $3::date[]) as e(user_id, local_on) group by user_id),
        -- Materialized: or the union is made again for each of its ranges.
        grown as materialized (
          select t.user_id, coalesce(x.runs, '{}') + t.dates as runs
          -- `offset 0`: looked up one by one; as a join it walks everybody's for each batch.
          from told t left join lateral (
              select runs from streak
              where generation = $1 and user_id = t.user_id offset 0) x on true
          where x.runs is null or not x.runs @> t.dates)
        insert into streak (generation, user_id, runs, current_start_on, last_on, days, longest)
        select $1, g.user_id, g.runs, c.start_on, c.until_on - 1, c.until_on - c.start_on, c.longest
        from grown g cross join lateral (
          select max(lower(r)), max(upper(r)), max(upper(r) - lower(r)) from unnest(g.runs) r
        ) c(start_on, until_on, longest)
        on conflict (generation, user_id) do update set runs = excluded.runs,
          current_start_on = excluded.current_start_on, last_on = excluded.last_on,
          days = excluded.days, longest = excluded.longest
        """,
        generation,
        [user_id for user_id, _ in active],
        [local_on for _, local_on in active],
    )


async def forget_dates(conn: Conn, generation: int) -> None:
    """Delete a generation."""
    await conn.run("delete from streak where generation = $1", generation)
