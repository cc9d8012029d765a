"""What a learner may go on with, and which courses may follow: one statement, sent alone.

Own rows are as many as the learner's courses. Of the catalog it reads the newest 20 that the
learner does not know, for each of at most three categories and two difficulties; where that
finds fewer than three, of each difficulty in whatever category. `offset 0` keeps what is looked
up for each of them from being joined whole.
"""

from uuid import UUID

from alcuin.analytics.data.learning_path import Standing
from alcuin.analytics.queries.unfinished import BEGUN, MINE
from alcuin.kit.db import Conn

LEVELS = "array['BEGINNER', 'INTERMEDIATE', 'ADVANCED']"

# Of a listed course `f` and the learner `w`.
TERMS = """\
      left join lateral (
        select * from enrollment_terms e where e.course_id = f.course_id offset 0) t on true"""
LET_IN = """\
(t.capacity is null or t.seats_taken < t.capacity)
      and (t.opens_at is null or t.opens_at <= w.at) and (t.closes_at is null or t.closes_at > w.at)
      and not exists (select from course_staff m
        where m.course_id = f.course_id and m.user_id = w.user_id)"""

STANDING = f"""
with w as materialized (
  select s.user_id, kit_now() as at
  from live_session s where s.id = $1 and s.user_id = $2 and s.verified),
{MINE},
-- Where somebody finishes courses, and how far they came there: three categories at most.
finished as materialized (
  select f.*, row_number() over (order by courses desc, last_at desc, category) as turn
  from (
    select coalesce(l.category, m.category) as category, count(*)::int as courses,
      max(array_position({LEVELS}, coalesce(l.difficulty, m.difficulty))) as reached,
      max(m.completed_at) as last_at
    from mine m left join listing l on l.course_id = m.course_id
    where m.completed_at is not null
    group by 1 order by 2 desc, 4 desc, 1 limit 3) f),
found as (
  select f.turn, f.courses as finished, f.reached, s.level, n.*
  from w cross join finished f cross join lateral (values (f.reached + 1), (f.reached)) s(level)
    cross join lateral (
      select l.course_id, l.title, l.category, l.difficulty, l.published_at
      from listing l
      where l.category = f.category and l.difficulty = ({LEVELS})[s.level]
        and not exists (select from course_progress x
          where x.user_id = w.user_id and x.course_id = l.course_id offset 0)
      order by l.published_at desc, l.course_id desc limit 20) n
  union all
  select 0, 0, null, 1, n.*
  from w cross join lateral (
      select l.course_id, l.title, l.category, l.difficulty, l.published_at
      from listing l
      where l.difficulty = 'BEGINNER'
        and not exists (select from course_progress x
          where x.user_id = w.user_id and x.course_id = l.course_id offset 0)
      order by l.published_at desc, l.course_id desc limit 20) n
  where not exists (select from finished)),
-- Nobody is sent to a course that does not let them in, or that they teach.
chosen as materialized (
  select q.*, c.slug, k.name as category_name from (
    select f.*, row_number() over (partition by f.turn, f.level
      order by f.published_at desc, f.course_id desc) as place
    from w cross join found f
{TERMS}
    where {LET_IN}) q
    join course c on c.id = q.course_id join category k on k.key = q.category
  where q.place <= 3),
-- Whose field holds no more: what is nearest to the difficulty that they finish, the easier first.
elsewhere as (
  select q.*, c.slug, k.name as category_name from (
    select 3 + row_number() over (order by abs(s.level - r.reached), s.level,
        f.published_at desc, f.course_id desc) as turn,
      0 as finished, r.reached, f.*
    from w join finished r on r.turn = 1 cross join generate_series(1, 3) s(level)
      cross join lateral (
        select l.course_id, l.title, l.category, l.difficulty, l.published_at
        from listing l
        where l.difficulty = ({LEVELS})[s.level]
          and not exists (select from course_progress x
            where x.user_id = w.user_id and x.course_id = l.course_id offset 0)
        order by l.published_at desc, l.course_id desc limit 20) f
{TERMS}
    where (select count(*) from chosen) < 3
      and f.category not in (select category from finished)
      and {LET_IN}
    order by 1 limit 3) q
    join course c on c.id = q.course_id join category k on k.key = q.category),
shown as (
  select turn, finished, reached, course_id, slug, title, category_name, difficulty, published_at
  from chosen
  union all
  select turn, finished, reached, course_id, slug, title, category_name, difficulty, published_at
  from elsewhere)
select w.at - interval '14 days' as recent_since,
{BEGUN},
  coalesce((select json_agg(json_build_object('course_id', n.course_id, 'slug', n.slug,
      'title', n.title, 'category', n.category_name, 'difficulty', n.difficulty,
      'published_at', n.published_at, 'finished', n.finished,
      'reached', ({LEVELS})[n.reached])
      order by n.turn, n.published_at desc, n.course_id desc) from shown n), '[]') as new_courses
from w
"""  # noqa: S608  put together from constants, once


async def find_standing(
    conn: Conn, *, session_id: UUID, user_id: UUID, courses: int
) -> Standing | None:
    """What a learner's path is made of. None: signed out or not verified."""
    return await conn.maybe(Standing, STANDING, session_id, user_id, courses)
