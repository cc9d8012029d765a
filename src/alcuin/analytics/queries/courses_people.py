"""The projection of courses, over all of them: who was active in any, each learner once.

That cannot be added up from courses, as one learner is in many.
"""

from alcuin.analytics.data.courses_told import Batch
from alcuin.kit.db import Conn


async def add_people(conn: Conn, generation: int, told: Batch) -> None:
    """Take a batch. Most dates are known already, and write nothing."""
    days = {(each.user_id, each.local_on) for each in told if each.acted}
    await conn.run(
        """
        with told as (
          select user_id, range_agg(daterange(day_on, day_on, '[]')) as dates
          from unnest($2::uuid[], $3::date[]) as e(user_id, day_on) group by user_id),
        grown as materialized (
          select t.user_id, coalesce(x.dates, '{}') as was_dates,
            coalesce(x.dates, '{}') + t.dates as dates
          from told t left join lateral (
              select * from site_learner k
              where k.generation = $1 and k.user_id = t.user_id offset 0) x on true
          where x.user_id is null or not x.dates @> t.dates),
        learner as (
          insert into site_learner (generation, user_id, dates)
          select $1, user_id, dates from grown
          on conflict (generation, user_id) do update set dates = excluded.dates),
        fresh as materialized (
          select g.user_id, g.was_dates, lower(r) + i as day_on,
            (lower(r) + i) - (extract(isodow from lower(r) + i)::int - 1) as week_on
          from grown g cross join unnest(g.dates - g.was_dates) r
            cross join generate_series(0, upper(r) - lower(r) - 1) i),
        day as (
          insert into site_day as x (generation, day_on, learners)
          select $1, day_on, count(*) from fresh group by day_on
          on conflict (generation, day_on) do update set
            learners = x.learners + excluded.learners)
        insert into site_week as x (generation, week_on, learners)
        select $1, week_on, count(distinct user_id) from fresh
        where not was_dates && daterange(week_on, week_on + 7)
        group by week_on
        on conflict (generation, week_on) do update set learners = x.learners + excluded.learners
        """,
        generation,
        [user_id for user_id, _ in days],
        [day_on for _, day_on in days],
    )


async def forget_people(conn: Conn, generation: int) -> None:
    """Delete a generation."""
    await conn.run("delete from site_learner where generation = $1", generation)
    await conn.run("delete from site_day where generation = $1", generation)
    await conn.run("delete from site_week where generation = $1", generation)
