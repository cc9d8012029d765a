"""The projection of courses: learners first, then what that changes of the counts.

One worker at a time takes a generation's batch, so what was read stays true meanwhile. All
that is counted is a difference between what stood of a learner and what stands now: it hangs
neither on where a batch ends nor on the order in which days are told.
"""

from alcuin.analytics.data.courses_told import ALL_COURSES, WEEKS_AFTER, Batch
from alcuin.kit.db import Conn

READER = "analytics.courses"


ADD_LEARNERS = """
with e as materialized (
  select x.kind, x.user_id, x.course_id, x.lesson_id, x.seconds, x.acted, x.n,
    coalesce(x.local_on, (x.at at time zone x.time_zone)::date) as day_on
  from unnest($4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::date[],
      $9::timestamptz[], $10::text[], $11::int[], $12::boolean[])
    with ordinality as x(kind, user_id, course_id, lesson_id, local_on, at, time_zone,
      seconds, acted, n)),
told as (
  select user_id, course_id,
    -- Events of one learner in one course come in order: the last word counts.
    (array_agg(kind = 'Enrolled' order by n desc)
      filter (where kind in ('Enrolled', 'Withdrawn')))[1] as enrolled,
    (array_agg(day_on order by n) filter (where kind = 'Enrolled'))[1] as first_on,
    (array_agg(day_on order by n desc) filter (where kind = 'Enrolled'))[1] as came_on,
    (array_agg(day_on order by n) filter (where kind = 'CourseCompleted'))[1]
      as completed_on,
    (array_agg(lesson_id order by n desc) filter (where acted and seconds = 0
      and lesson_id is not null))[1] as lesson_id,
    bool_or(kind in ('SectionCompleted', 'LessonCompleted', 'CourseCompleted'))
      as started,
    bool_or(seconds > 0) as timed,
    coalesce(range_agg(daterange(day_on, day_on, '[]')) filter (where acted), '{}')
      as dates
  from e group by user_id, course_id),
-- Most events say what is known, and write nothing.
changed as materialized (
  select t.user_id, t.course_id,
    coalesce(x.enrolled, false) as was_enrolled,
    coalesce(t.enrolled, x.enrolled, false) as enrolled,
    coalesce(x.started, false) as was_started,
    t.started or coalesce(x.started, false) as started,
    coalesce(x.timed, false) as was_timed, t.timed or coalesce(x.timed, false) as timed,
    x.first_on as was_first_on, coalesce(x.first_on, t.first_on) as first_on,
    x.came_on as was_came_on, coalesce(t.came_on, x.came_on) as came_on,
    x.completed_on as was_completed_on,
    coalesce(x.completed_on, t.completed_on) as completed_on,
    x.lesson_id as was_lesson_id, coalesce(t.lesson_id, x.lesson_id) as lesson_id,
    coalesce(x.dates, '{}') as was_dates, coalesce(x.dates, '{}') + t.dates as dates
  -- `offset 0`: looked up one by one, also by a plan made while the table was small.
  from told t left join lateral (
      select * from course_learner k where k.generation = $1 and k.user_id = t.user_id
        and k.course_id = t.course_id offset 0) x on true
  where x.user_id is null or t.enrolled <> x.enrolled or t.came_on <> x.came_on
    or (t.first_on is not null and x.first_on is null)
    or (t.started and not x.started) or (t.timed and not x.timed)
    or (t.completed_on is not null and x.completed_on is null)
    or (t.lesson_id is not null and t.lesson_id is distinct from x.lesson_id)
    or not x.dates @> t.dates),
learner as (
  insert into course_learner (generation, user_id, course_id, enrolled, started, timed,
    first_on, came_on, completed_on, lesson_id, dates)
  select $1, user_id, course_id, enrolled, started, timed, first_on, came_on,
    completed_on, lesson_id, dates
  from changed
  on conflict (generation, user_id, course_id) do update set
    enrolled = excluded.enrolled, started = excluded.started, timed = excluded.timed,
    first_on = excluded.first_on, came_on = excluded.came_on,
    completed_on = excluded.completed_on, lesson_id = excluded.lesson_id,
    dates = excluded.dates),
day as (
  insert into course_day as x
    (generation, course_id, day_on, enrolled, withdrawn, active, completed, seconds)
  select $1, coalesce(d.course_id, $2), d.day_on, sum(d.enrolled), sum(d.withdrawn),
    sum(d.active), sum(d.completed), sum(d.seconds)
  from (
    select course_id, day_on, (kind = 'Enrolled')::int as enrolled,
      (kind = 'Withdrawn')::int as withdrawn, 0 as active, 0 as completed, seconds
    from e where kind in ('Enrolled', 'Withdrawn', 'TimeCredited')
    union all
    select course_id, completed_on, 0, 0, 0, 1, 0
    from changed where completed_on is not null and was_completed_on is null
    union all
    select c.course_id, lower(r) + i, 0, 0, 1, 0, 0
    from changed c cross join unnest(c.dates - c.was_dates) r
      cross join generate_series(0, upper(r) - lower(r) - 1) i) d
  group by grouping sets ((d.course_id, d.day_on), (d.day_on))
  on conflict (generation, course_id, day_on) do update set
    enrolled = x.enrolled + excluded.enrolled,
    withdrawn = x.withdrawn + excluded.withdrawn,
    active = x.active + excluded.active, completed = x.completed + excluded.completed,
    seconds = x.seconds + excluded.seconds),
-- Weeks from Monday in which somebody was not known to be active. To a cohort all are
-- new of whom nothing was known but days.
week as materialized (
  select distinct w.user_id, w.course_id, w.first_on, w.week_on,
    not w.was_dates && daterange(w.week_on, w.week_on + 7) as is_new,
    not w.base && daterange(w.week_on, w.week_on + 7) as is_new_to_cohort
  from (
    select b.*, (lower(r) + i) - (extract(isodow from lower(r) + i)::int - 1) as week_on
    from (
        select c.*, case when was_first_on is null and first_on is not null
            then '{}' else was_dates end as base
        from changed c) b
      cross join unnest(b.dates - b.base) r
      cross join generate_series(0, upper(r) - lower(r) - 1) i) w),
active_week as (
  insert into course_week as x (generation, course_id, week_on, active)
  select $1, coalesce(course_id, $2), week_on, count(*) from week where is_new
  group by grouping sets ((course_id, week_on), (week_on))
  on conflict (generation, course_id, week_on) do update set
    active = x.active + excluded.active),
cohort as (
  insert into course_cohort as x (generation, course_id, cohort_on, learners, completed)
  select $1, coalesce(c.course_id, $2), c.cohort_on, sum(c.learners), sum(c.completed)
  from (
    select course_id, first_on - (extract(isodow from first_on)::int - 1) as cohort_on,
      (was_first_on is null)::int as learners,
      (completed_on is not null)::int
        - (was_completed_on is not null and was_first_on is not null)::int as completed
    from changed where first_on is not null) c
  where c.learners + c.completed > 0
  group by grouping sets ((c.course_id, c.cohort_on), (c.cohort_on))
  on conflict (generation, course_id, cohort_on) do update set
    learners = x.learners + excluded.learners,
    completed = x.completed + excluded.completed),
cohort_week as (
  insert into course_cohort_week as x (generation, course_id, cohort_on, week, active)
  select $1, coalesce(c.course_id, $2), c.cohort_on, c.week, count(*)
  from (
    select w.course_id, m.cohort_on, (w.week_on - m.cohort_on) / 7 as week
    from week w cross join lateral (values
      (w.first_on - (extract(isodow from w.first_on)::int - 1))) m(cohort_on)
    where w.is_new_to_cohort and w.week_on between m.cohort_on
      and m.cohort_on + 7 * $3::int) c
  group by grouping sets ((c.course_id, c.cohort_on, c.week), (c.cohort_on, c.week))
  on conflict (generation, course_id, cohort_on, week) do update set
    active = x.active + excluded.active),
place as (
  merge into course_place x
  using (
    select p.course_id, coalesce(p.last_on, '-infinity') as last_on, p.lesson_id,
      sum(p.learners)::int as learners
    from (
      select course_id, greatest(upper(was_dates) - 1, was_came_on) as last_on,
        coalesce(was_lesson_id, $2) as lesson_id, -1 as learners
      from changed where was_enrolled and was_completed_on is null
      union all
      select course_id, greatest(upper(dates) - 1, came_on), coalesce(lesson_id, $2), 1
      from changed where enrolled and completed_on is null) p
    group by grouping sets
      ((p.course_id, p.last_on, p.lesson_id), (p.course_id, p.lesson_id))
    having sum(p.learners) <> 0) p
  on x.generation = $1 and x.course_id = p.course_id and x.last_on = p.last_on
    and x.lesson_id = p.lesson_id
  when matched and x.learners + p.learners = 0 then delete
  when matched then update set learners = x.learners + p.learners
  when not matched then insert (generation, course_id, last_on, lesson_id, learners)
    values ($1, p.course_id, p.last_on, p.lesson_id, p.learners))
insert into course_count as x
  (generation, course_id, enrolled, active, learners, completed, timed)
select $1, coalesce(course_id, $2), sum(enrolled::int - was_enrolled::int),
  sum((enrolled and started)::int - (was_enrolled and was_started)::int),
  sum((first_on is not null)::int - (was_first_on is not null)::int),
  sum((completed_on is not null)::int - (was_completed_on is not null)::int),
  sum(timed::int - was_timed::int)
from changed
where (enrolled, started, timed, first_on, completed_on) is distinct from
  (was_enrolled, was_started, was_timed, was_first_on, was_completed_on)
group by grouping sets ((course_id), ())
having count(*) > 0
on conflict (generation, course_id) do update set
  enrolled = x.enrolled + excluded.enrolled, active = x.active + excluded.active,
  learners = x.learners + excluded.learners,
  completed = x.completed + excluded.completed, timed = x.timed + excluded.timed
"""


async def add_learners(conn: Conn, generation: int, told: Batch) -> None:
    """Take a batch into everything that is counted of learners in courses.

    One statement, however long: all counts hang on the same differences, found once.
    """
    await conn.run(
        ADD_LEARNERS,
        generation,
        ALL_COURSES,
        WEEKS_AFTER,
        [each.kind for each in told],
        [each.user_id for each in told],
        [each.course_id for each in told],
        [each.lesson_id for each in told],
        [each.local_on for each in told],
        [each.at for each in told],
        [each.time_zone for each in told],
        [each.seconds for each in told],
        [each.acted for each in told],
    )
