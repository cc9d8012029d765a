"""The projection of days: what was done on each, and what it adds up to."""

from collections.abc import Sequence

from alcuin.activity.data.days import Done
from alcuin.kit.db import Conn


async def add_days(conn: Conn, generation: int, done: Sequence[Done]) -> None:
    """Add a batch to days, sections and totals. Sums do not ask in which order events come."""
    await conn.run(
        """
        with told as materialized (
          select * from unnest(
              $2::uuid[], $3::date[], $4::uuid[], $5::uuid[], $6::text[], $7::int[])
            as e(user_id, local_on, course_id, section_id, activity, seconds)),
        day as (
          insert into activity_day as x
            (generation, user_id, local_on, course_id, activity, seconds, completions)
          select $1, user_id, local_on, course_id, activity, sum(seconds),
            count(*) filter (where activity is null)
          from told group by user_id, local_on, course_id, activity
          on conflict (generation, user_id, local_on, course_id, activity) do update set
            seconds = x.seconds + excluded.seconds,
            completions = x.completions + excluded.completions),
        section as (
          insert into section_time as x (generation, user_id, course_id, section_id, seconds)
          select $1, user_id, course_id, section_id, sum(seconds)
          from told where activity is not null and section_id is not null
          group by user_id, course_id, section_id
          on conflict (generation, user_id, course_id, section_id) do update set
            seconds = x.seconds + excluded.seconds)
        insert into time_total as x (generation, user_id, seconds)
        select $1, user_id, sum(seconds) from told where activity is not null group by user_id
        on conflict (generation, user_id) do update set seconds = x.seconds + excluded.seconds
        """,
        generation,
        [each.user_id for each in done],
        [each.local_on for each in done],
        [each.course_id for each in done],
        [each.section_id for each in done],
        [each.activity for each in done],
        [each.seconds for each in done],
    )


async def forget_days(conn: Conn, generation: int) -> None:
    """Delete a generation."""
    await conn.run("delete from activity_day where generation = $1", generation)
    await conn.run("delete from section_time where generation = $1", generation)
    await conn.run("delete from time_total where generation = $1", generation)
