"""What somebody has unlocked and what is before them, in their language.

A text is looked for in the language of the account, then without its last subtag, and so on:
pt-BR, pt; where there is none it is the rule's own.
"""

from uuid import UUID

from alcuin.achievements.data.unlocking import Achieved, Locked, Place, Unlocked
from alcuin.kit.db import Conn

_TEXT = """
  left join lateral (
    select t.title, t.description from achievement_text t
    where t.rule_key = r.key
      and starts_with(lower(u.language) || '-', lower(t.language) || '-')
    order by length(t.language) desc limit 1) t on true
"""

_SHOWN = (
    """
select a.key, a.rule_key as type, a.points, a.unlocked_at, a.reached,
  replace(coalesce(t.title, r.title), '{count}', a.reached::text) as title,
  replace(coalesce(t.description, r.description), '{count}', a.reached::text) as description
from page a
  join achievement_rule r on r.key = a.rule_key
  join app_user u on u.id = a.user_id
"""
    + _TEXT
    + "order by a.unlocked_at desc, a.reached desc, a.key desc"
)


async def list_unlocked(
    conn: Conn, user_id: UUID, after: Place | None, limit: int, offset: int
) -> list[Unlocked]:
    """The newest first. Texts are looked for when it is known what stands on the page."""
    return await conn.all(
        Unlocked,
        """
        with page as materialized (
          select a.* from achievement_unlocked a
          where a.user_id = $1
            and ($2::timestamptz is null or (a.unlocked_at, a.reached, a.key) < ($2, $3, $4))
          order by a.unlocked_at desc, a.reached desc, a.key desc limit $5 offset $6)
        """  # noqa: S608  all its parts stand in this module
        + _SHOWN,
        user_id,
        after and after.unlocked_at,
        after and after.reached,
        after and after.key,
        limit,
        offset,
    )


async def find_unlocked(conn: Conn, user_id: UUID, key: str) -> Unlocked | None:
    """One achievement of somebody, as they read it."""
    return await conn.maybe(
        Unlocked,
        """
        with page as materialized (
          select * from achievement_unlocked where user_id = $1 and key = $2)
        """  # noqa: S608  as above
        + _SHOWN,
        user_id,
        key,
    )


async def get_achieved(conn: Conn, user_id: UUID) -> Achieved:
    """What somebody has, in numbers."""
    return await conn.one(
        Achieved,
        """
        select count(*)::int as keys, coalesce(sum(points), 0)::int as points
        from achievement_unlocked where user_id = $1
        """,
        user_id,
    )


LOCKED = """
  where u.id = $1 and r.enabled
    and (h.had -> r.key is null or r.repeats_every is not null)),
state as materialized (
  select c.condition, (case c.condition
    when 'SECTIONS_COMPLETED' then
      (select count(*) from section_progress x where x.user_id = $1)
    when 'LESSONS_COMPLETED' then
      (select count(x.completed_at) from lesson_progress x where x.user_id = $1)
    when 'COURSES_COMPLETED' then
      (select count(x.completed_at) from course_progress x where x.user_id = $1)
    when 'STREAK_DAYS' then $2::int
    when 'HOURS_LEARNED' then coalesce(greatest(
      (select x.seconds from achievement_tally x where x.user_id = $1),
      (select t.seconds from time_total t
        where t.user_id = $1 and t.generation = (select g.generation
          from reader g where g.name = 'activity.days' and g.current))), 0) / 3600
    end)::int as n
  from (select distinct condition from rule) c)
select r.key as type, r.points, r.threshold,
  case when r.repeats_every is null then r.key else r.key || '_' || r.threshold end as key,
  replace(r.title, '{count}', r.threshold::text) as title,
  replace(r.description, '{count}', r.threshold::text) as description,
  -- A moment may pass between the deed and the reading of its event.
  least(s.n, r.threshold) as current
from rule r join state s on s.condition = r.condition
order by r.key
"""


async def list_locked(conn: Conn, user_id: UUID, streak_days: int) -> list[Locked]:
    """What enabled rules have still to give, each with the next threshold."""
    return await conn.all(
        Locked,
        """
        with had as materialized (
          select jsonb_object_agg(a.rule_key, a.reached) as had from (
            select rule_key, max(reached) as reached from achievement_unlocked
            where user_id = $1 group by rule_key) a),
        rule as materialized (
          select r.key, r.condition, r.repeats_every, r.points,
            coalesce(t.title, r.title) as title,
            coalesce(t.description, r.description) as description,
            coalesce((h.had ->> r.key)::int + r.repeats_every, r.threshold) as threshold
          from app_user u cross join had h cross join achievement_rule r
        """  # noqa: S608  as above
        + _TEXT
        + LOCKED,
        user_id,
        streak_days,
    )
