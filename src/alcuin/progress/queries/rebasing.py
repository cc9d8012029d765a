"""Rebasing: counting learners anew against the course's current release.

Two statements in one transaction: the first locks, the second counts. It must be a
statement of its own, because READ COMMITTED re-reads after a wait only the row waited for.
"""

from uuid import UUID

from alcuin.kit.db import Conn

BATCH = 1_000
"""Learners a batch: 60 ms; one UPDATE over all of a large course would lock for minutes."""


async def lock_learner(conn: Conn, user_id: UUID, course_id: UUID) -> bool:
    """Lock one learner's row in a course; False where there is none."""
    locked = await conn.value(
        bool,
        """
        select true from course_progress where user_id = $1 and course_id = $2
        for no key update
        """,
        user_id,
        course_id,
    )
    return locked is True


async def is_behind(conn: Conn, user_id: UUID, course_id: UUID) -> bool:
    """Whether a learner's row was counted against an older release than the current one.

    To be asked after the lock, in a statement of its own: its snapshot knows what was
    published while the lock was waited for.
    """
    behind = await conn.value(
        bool,
        """
        select cp.release < c.release
        from course_progress cp join course c on c.id = cp.course_id
        where cp.user_id = $1 and cp.course_id = $2
        """,
        user_id,
        course_id,
    )
    return behind is True


async def lock_stale(conn: Conn, course_id: UUID, limit: int = BATCH) -> list[UUID]:
    """Lock the next learners who are behind the current release, in one order for everybody.

    The order is the index's, so that a batch of a large course costs what any batch costs.
    """
    rows = await conn.value(
        list[UUID],
        """
        with behind as (
          select cp.user_id from course_progress cp
          where cp.course_id = $1 and cp.release < (select release from course where id = $1)
          order by cp.release, cp.user_id limit $2
          for no key update of cp)
        select coalesce(array_agg(user_id), '{}') from behind
        """,
        course_id,
        limit,
    )
    return rows or []


# One statement: all of it counts what one snapshot shows, and who completes by it is known only
# where the rows change.
REBASE = """
with cur as (
  select c.release,
    count(rl.lesson_id)::int as lessons,
    coalesce(sum(greatest(rl.sections, 1)), 0)::int as units
  from course c
    join release_lesson rl on rl.course_id = c.id and rl.release = c.release
  where c.id = $1 group by c.release),
t as (
  select x.user_id, w.time_zone, cur.release, cur.lessons, cur.units
  from unnest($2::uuid[]) as x(user_id)
    join app_user w on w.id = x.user_id cross join cur),
n as (
  select t.user_id, rl.lesson_id, rl.sections, rl.release,
    count(d.section_id)::int as done, lp.completed_at as was,
    lp.user_id is not null as known
  from t
    join release_lesson rl on rl.course_id = $1 and rl.release = t.release
    left join release_section rs
      on rs.lesson_id = rl.lesson_id and rs.release = rl.release
    left join section_progress d on d.user_id = t.user_id and d.course_id = $1
      and d.section_id = rs.section_id
    left join lesson_progress lp on lp.user_id = t.user_id and lp.course_id = $1
      and lp.lesson_id = rl.lesson_id
  group by t.user_id, rl.lesson_id, rl.sections, rl.release, lp.completed_at,
    lp.user_id),
l as (
  insert into lesson_progress as x (user_id, course_id, lesson_id, sections_done,
    sections_total, completed_at, completed_release)
  select user_id, $1, lesson_id, done, sections,
    case when sections > 0 and done >= sections then kit_now() end,
    case when sections > 0 and done >= sections then release end
  from n where done > 0 or known order by user_id, lesson_id
  on conflict (user_id, course_id, lesson_id) do update set
    sections_done = excluded.sections_done,
    sections_total = excluded.sections_total,
    completed_at = coalesce(x.completed_at, excluded.completed_at),
    completed_release = coalesce(x.completed_release, excluded.completed_release)
  returning new.user_id, new.lesson_id,
    old.completed_at is null and new.completed_at is not null as became),
m as (
  select t.user_id, t.time_zone, t.release, t.lessons, t.units,
    sum(case when n.sections = 0 then (n.was is not null)::int else n.done end)::int
      as done,
    sum((case when n.sections = 0 then n.was is not null
              else n.done >= n.sections end)::int)::int as lessons_done
  from t join n on n.user_id = t.user_id
  group by t.user_id, t.time_zone, t.release, t.lessons, t.units),
u as (
  update course_progress x set
    release = m.release, units_done = m.done, units_total = m.units,
    lessons_done = m.lessons_done, lessons_total = m.lessons,
    completed_at = coalesce(x.completed_at,
      case when m.done >= m.units then kit_now() end),
    completed_release = coalesce(x.completed_release,
      case when m.done >= m.units then m.release end)
  from m where x.user_id = m.user_id and x.course_id = $1 and x.release < m.release
  returning new.user_id,
    old.completed_at is null and new.completed_at is not null as became),
e as (
  insert into event (kind, user_id, course_id, lesson_id, release, time_zone,
    local_on, at, data)
  select z.kind, z.user_id, $1, z.lesson_id, t.release, t.time_zone,
    (kit_now() at time zone t.time_zone)::date, kit_now(), '{"by": "release"}'
  from (
    select 1 as o, 'LessonCompleted' as kind, user_id, lesson_id from l where became
    union all
    select 2, 'CourseCompleted', user_id, null from u where became) z
    join t on t.user_id = z.user_id
  order by z.user_id, z.o)
select count(*)::int from u
"""


async def rebase(conn: Conn, course_id: UUID, user_ids: list[UUID]) -> int:
    """Count learners whose rows this transaction has locked; answers how many moved.

    A learner who reaches the end by the rebase completes, with the events of it.
    """
    return await conn.value(int, REBASE, course_id, user_ids) or 0
