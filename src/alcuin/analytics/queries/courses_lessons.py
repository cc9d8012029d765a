"""The projection of courses, its lessons: who began and completed each, and the time on it."""

from alcuin.analytics.data.courses_told import ALL_COURSES, Batch
from alcuin.kit.db import Conn

ADD_LESSONS = """
with e as materialized (
  select * from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int[])
    as x(kind, user_id, course_id, lesson_id, seconds)),
told as (
  select user_id, course_id, lesson_id, bool_or(kind = 'LessonCompleted') as completed,
    bool_or(seconds > 0) as timed
  from e where lesson_id is not null group by user_id, course_id, lesson_id),
changed as materialized (
  select t.user_id, t.course_id, t.lesson_id, x.user_id is null as is_new,
    coalesce(x.completed, false) as was_completed,
    t.completed or coalesce(x.completed, false) as completed,
    coalesce(x.timed, false) as was_timed, t.timed or coalesce(x.timed, false) as timed
  from told t left join lateral (
      select * from lesson_learner k where k.generation = $1 and k.user_id = t.user_id
        and k.course_id = t.course_id and k.lesson_id = t.lesson_id offset 0) x on true
  where x.user_id is null or (t.completed and not x.completed)
    or (t.timed and not x.timed)),
learner as (
  insert into lesson_learner
    (generation, user_id, course_id, lesson_id, completed, timed)
  select $1, user_id, course_id, lesson_id, completed, timed from changed
  on conflict (generation, user_id, course_id, lesson_id) do update set
    completed = excluded.completed, timed = excluded.timed)
insert into course_lesson as x
  (generation, course_id, lesson_id, started, completed, timed, seconds)
select $1, c.course_id, c.lesson_id, sum(c.started), sum(c.completed), sum(c.timed),
  sum(c.seconds)
from (
  select course_id, lesson_id, is_new::int as started,
    completed::int - was_completed::int as completed,
    timed::int - was_timed::int as timed, 0 as seconds
  from changed
  union all
  select course_id, coalesce(lesson_id, $2), 0, 0, 0, seconds from e where seconds > 0) c
group by c.course_id, c.lesson_id
on conflict (generation, course_id, lesson_id) do update set
  started = x.started + excluded.started, completed = x.completed + excluded.completed,
  timed = x.timed + excluded.timed, seconds = x.seconds + excluded.seconds
"""


async def add_lessons(conn: Conn, generation: int, told: Batch) -> None:
    """Take a batch. A learner has begun a lesson with the first that is told of them in it."""
    of_lessons = [each for each in told if each.lesson_id or each.seconds]
    await conn.run(
        ADD_LESSONS,
        generation,
        ALL_COURSES,
        [each.kind for each in of_lessons],
        [each.user_id for each in of_lessons],
        [each.course_id for each in of_lessons],
        [each.lesson_id for each in of_lessons],
        [each.seconds for each in of_lessons],
    )


async def forget_lessons(conn: Conn, generation: int) -> None:
    """Delete a generation."""
    await conn.run("delete from lesson_learner where generation = $1", generation)
    await conn.run("delete from course_lesson where generation = $1", generation)
