"""What was spent and on which days, as a learner asks for it: one statement each, sent alone."""

from datetime import date
from uuid import UUID

from alcuin.activity.data.days import LearningDays, Runs, Spent
from alcuin.kit.db import Conn

SPENT = """
with w as materialized (
  select s.user_id, s.time_zone, g.generation,
    coalesce($4, (kit_now() at time zone s.time_zone)::date) as until_on,
    coalesce($3, coalesce($4, (kit_now() at time zone s.time_zone)::date) - 29) as from_on
  from live_session s
    left join reader g on g.name = 'activity.days' and g.current
  where s.id = $1 and s.user_id = $2 and s.verified)
select w.time_zone, w.from_on, w.until_on,
  coalesce((select t.seconds from time_total t
    where t.generation = w.generation and t.user_id = w.user_id), 0) as total_seconds,
  coalesce((select json_agg(json_build_object('on', d.local_on, 'course_id', d.course_id,
      'activity', d.activity, 'seconds', d.seconds, 'completions', d.completions)
      order by d.local_on, d.course_id, d.activity)
    from activity_day d
    where d.generation = w.generation and d.user_id = w.user_id
      and d.local_on between w.from_on and least(w.until_on, w.from_on + 365)
      and ($5::uuid is null or d.course_id = $5)), '[]') as days,
  coalesce((select json_agg(json_build_object('sectionId', x.section_id,
      'timeSpent', x.seconds) order by x.section_id)
    from section_time x
    where x.generation = w.generation and x.user_id = w.user_id
      and x.course_id = $5), '[]') as sections
from w
"""


async def find_spent(
    conn: Conn,
    *,
    session_id: UUID,
    user_id: UUID,
    from_on: date | None,
    until_on: date | None,
    course_id: UUID | None,
) -> Spent | None:
    """Days of a learner, at most 366 from `from_on`; a month up to today where nothing is said.

    With a course its days alone, and its sections. None: signed out or not verified.
    """
    return await conn.maybe(
        Spent,
        SPENT,
        session_id,
        user_id,
        from_on,
        until_on,
        course_id,
    )


async def find_runs(conn: Conn, *, session_id: UUID, user_id: UUID, weeks: int) -> Runs | None:
    """Runs of active dates, and the dates of these weeks. None: signed out or not verified."""
    return await conn.maybe(
        Runs,
        """
        with w as materialized (
          select s.user_id, s.time_zone, (kit_now() at time zone s.time_zone)::date as today
          from live_session s where s.id = $1 and s.user_id = $2 and s.verified)
        select w.time_zone, w.today, x.current_start_on, x.last_on,
          coalesce(x.longest, 0) as longest,
          array(select g.day::date
            -- Who has travelled west may have been active tomorrow.
            from unnest(x.runs * datemultirange(daterange(w.today - 7 * $3 + 1, w.today + 2))) r
              cross join generate_series(lower(r), upper(r) - 1, interval '1 day') g(day)
            order by 1) as dates
        from w
          left join reader g on g.name = 'activity.streaks' and g.current
          left join streak x on x.generation = g.generation and x.user_id = w.user_id
        """,
        session_id,
        user_id,
        weeks,
    )


async def find_days(conn: Conn, user_id: UUID) -> LearningDays | None:
    """What a learner's days come to; None for nobody."""
    return await conn.maybe(
        LearningDays,
        """
        select
          case when x.last_on >= (kit_now() at time zone u.time_zone)::date - 1
            then x.days else 0 end as streak_days,
          coalesce(x.longest, 0) as longest_days, x.last_on as last_active_on,
          coalesce(t.seconds, 0) as total_seconds
        from app_user u
          left join reader s on s.name = 'activity.streaks' and s.current
          left join streak x on x.generation = s.generation and x.user_id = u.id
          left join reader d on d.name = 'activity.days' and d.current
          left join time_total t on t.generation = d.generation and t.user_id = u.id
        where u.id = $1
        """,
        user_id,
    )
