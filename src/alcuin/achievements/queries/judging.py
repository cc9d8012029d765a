"""Judging learners on what is stored of them, however many in one statement.

A key is unlocked once because it is a key: whoever comes second, by another worker, a replay or
a backfill, finds it there, and the event is written by whoever put it there.
"""

from collections.abc import Sequence
from uuid import UUID

from alcuin.achievements.data.unlocking import Fact
from alcuin.kit.db import Conn


async def tally(conn: Conn, facts: Sequence[Fact]) -> None:
    """Add active dates and time. What brings neither, as most of a busy day, writes nothing."""
    await conn.run(
        """
        with told as (
          select user_id, sum(seconds) as seconds,
            coalesce(range_agg(daterange(active_on, active_on, '[]'))
              filter (where active_on is not null), '{}') as dates
          from unnest($1::uuid[], $2::date[], $3::int[]) as f(user_id, active_on, seconds)
          group by user_id)
        insert into achievement_tally as x (user_id, dates, seconds)
        select t.user_id, t.dates, t.seconds
        from told t left join achievement_tally x on x.user_id = t.user_id
        where t.seconds > 0 or not coalesce(x.dates, '{}') @> t.dates
        order by t.user_id
        on conflict (user_id) do update set
          dates = x.dates + excluded.dates, seconds = x.seconds + excluded.seconds
        """,
        [fact.user_id for fact in facts],
        [fact.active_on for fact in facts],
        [fact.seconds for fact in facts],
    )


UNLOCK = """
with told as materialized (
  -- By learner alone: a plan that takes the index by rule, too, walks everybody's.
  select t.user_id, array_agg(t.kind) as kinds,
    (select jsonb_object_agg(a.rule_key, a.reached) from (
        select rule_key, max(reached) as reached from achievement_unlocked
        where user_id = t.user_id group by rule_key) a) as had
  from unnest($1::uuid[], $2::text[]) as t(user_id, kind) group by t.user_id),
open as (
  select t.user_id, r.key, r.condition, r.repeats_every, r.points,
    coalesce((t.had ->> r.key)::int + r.repeats_every, r.threshold) as next
  from told t
    join achievement_rule r on r.enabled
      and (t.kinds && r.events or array_position(t.kinds, null) is not null)
      and ($3::text is null or r.key = $3)
  where t.had -> r.key is null or r.repeats_every is not null),
state as materialized (
  select o.*, (case o.condition
    when 'SECTIONS_COMPLETED' then
      (select count(*) from section_progress x where x.user_id = o.user_id)
    when 'LESSONS_COMPLETED' then
      (select count(x.completed_at) from lesson_progress x
        where x.user_id = o.user_id)
    when 'COURSES_COMPLETED' then
      (select count(x.completed_at) from course_progress x
        where x.user_id = o.user_id)
    when 'STREAK_DAYS' then
      -- What this room has seen and what the projection has: either may know more.
      (select max(upper(d) - lower(d)) from unnest(
          coalesce((select x.dates from achievement_tally x
            where x.user_id = o.user_id), '{}')
          + coalesce((select s.runs from streak s
            where s.user_id = o.user_id and s.generation = (select g.generation
              from reader g where g.name = 'activity.streaks' and g.current)),
            '{}')) d)
    when 'HOURS_LEARNED' then
      greatest(
        (select x.seconds from achievement_tally x where x.user_id = o.user_id),
        (select t.seconds from time_total t
          where t.user_id = o.user_id and t.generation = (select g.generation
            from reader g where g.name = 'activity.days' and g.current))) / 3600
    end)::int as n
  -- Rules side by side that count the same, which is counted once. As a join of two
  -- lists whose length nobody knows beforehand this took a second for a thousand.
  from (
    select user_id, condition, array_agg(key) as keys, array_agg(next) as nexts,
      array_agg(repeats_every) as steps, array_agg(points) as points
    from open group by user_id, condition) o),
fresh as (
  insert into achievement_unlocked (user_id, key, rule_key, reached, points)
  select s.user_id,
    case when r.step is null then r.key else r.key || '_' || n.reached end,
    r.key, n.reached, r.points
  from state s
    cross join lateral unnest(s.keys, s.nexts, s.steps, s.points)
      as r(key, next, step, points)
    cross join lateral generate_series(
      r.next, s.n, coalesce(r.step, greatest(s.n, 1))) n(reached)
  -- Looked up one by one, here and below: how many there are is guessed far too high.
  where (select u.erased_at is null from app_user u where u.id = s.user_id)
  -- In one order for everybody, so that two who unlock the same wait and go on.
  order by 1, 2
  on conflict do nothing
  returning user_id, key, points, unlocked_at),
e as (
  insert into event (kind, user_id, time_zone, local_on, data, at)
  select 'AchievementUnlocked', f.user_id, u.time_zone,
    (f.unlocked_at at time zone u.time_zone)::date,
    jsonb_build_object('achievement', f.key, 'points', f.points), f.unlocked_at
  from fresh f
    cross join lateral (
      select time_zone from app_user where id = f.user_id offset 0) u
  order by f.user_id, f.key)
select count(*)::int from fresh
"""


async def unlock(conn: Conn, told: Sequence[tuple[UUID, str | None]], rule: str | None) -> int:
    """Unlock what these learners have reached, each by the kinds of events told of them.

    None as a kind is any; with `rule` by that one alone. Counted is only what an enabled rule
    asks that may still give something. Answers how many keys are new.
    """
    return (
        await conn.value(
            int,
            UNLOCK,
            [user_id for user_id, _ in told],
            [kind for _, kind in told],
            rule,
        )
        or 0
    )


async def list_learners(conn: Conn, after: UUID | None, limit: int) -> list[UUID]:
    """The next people there are, by id."""
    found = await conn.value(
        list[UUID],
        """
        select coalesce(array_agg(id), '{}') from (
          select id from app_user where id > $1 or $1 is null order by id limit $2) u
        """,
        after,
        limit,
    )
    return found or []
