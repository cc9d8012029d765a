"""What a learner's own rows come to: one statement, sent alone.

Nothing of it looks at history: rows by learner, 30 dates, a few courses. Every number has its
definition in docs/reference/dashboard.md.
"""

from uuid import UUID

from alcuin.analytics.data.dashboard import LearnerNumbers
from alcuin.analytics.queries.unfinished import BEGUN, MINE
from alcuin.kit.db import Conn

LEARNER_NUMBERS = f"""
with w as materialized (
  select s.user_id, s.time_zone, s.language, (kit_now() at time zone s.time_zone)::date as today
  from live_session s where s.id = $1 and s.user_id = $2 and s.verified),
{MINE}
select w.time_zone, w.today, n.courses_enrolled, n.courses_in_progress, n.courses_completed,
  n.lessons_completed, n.units_completed, n.overall_progress,
  coalesce(t.seconds, 0) as total_seconds,
  case when x.last_on >= w.today - 1 then x.days else 0 end as learning_streak,
  coalesce(x.longest, 0) as longest_streak, x.last_on as last_active_date,
  coalesce(x.runs @> w.today, false) as active_today,
  coalesce((select sum(points) from achievement_unlocked where user_id = w.user_id), 0)::int
    as skill_points,
  array(
    select row(a.key, a.rule_key, replace(coalesce(b.title, y.title), '{{count}}', a.reached::text),
      replace(coalesce(b.description, y.description), '{{count}}', a.reached::text), a.points,
      a.unlocked_at, a.reached)
    from achievement_unlocked a
      join achievement_rule y on y.key = a.rule_key
      -- In the language of the account, or what of its tag there is: pt-BR, pt.
      left join lateral (
        select t.title, t.description from achievement_text t
        where t.rule_key = y.key and starts_with(lower(w.language) || '-', lower(t.language) || '-')
        order by length(t.language) desc limit 1) b on true
    where a.user_id = w.user_id
    order by a.unlocked_at desc, a.reached desc, a.key desc limit $4) as achievements,
  array(
    select row(a.local_on, sum(a.seconds)::int, sum(a.completions)::int)
    from activity_day a
    where a.generation = r.generation and a.user_id = w.user_id
      and a.local_on between w.today - 29 and w.today
    group by a.local_on order by a.local_on) as days,
{BEGUN}
from w
  cross join lateral (
    select count(*) filter (where active)::int as courses_enrolled,
      count(*) filter (where active and completed_at is null and units_done > 0)::int
        as courses_in_progress,
      count(completed_at)::int as courses_completed,
      coalesce(sum(lessons_done), 0)::int as lessons_completed,
      coalesce(sum(units_done), 0)::int as units_completed,
      coalesce(sum((units_done * 100::bigint / units_total)::int) filter (where active)
        / nullif(count(*) filter (where active), 0), 0)::int as overall_progress
    from mine) n
  left join reader r on r.name = 'activity.days' and r.current
  left join time_total t on t.generation = r.generation and t.user_id = w.user_id
  left join reader q on q.name = 'activity.streaks' and q.current
  left join streak x on x.generation = q.generation and x.user_id = w.user_id
"""  # noqa: S608  put together from constants, once


async def find_numbers(
    conn: Conn, *, session_id: UUID, user_id: UUID, courses: int, achievements: int
) -> LearnerNumbers | None:
    """Numbers of a learner, with so many courses to continue and achievements at most.

    None: signed out or not verified.
    """
    return await conn.maybe(
        LearnerNumbers, LEARNER_NUMBERS, session_id, user_id, courses, achievements
    )
