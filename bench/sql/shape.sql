-- Who and what there is, in temporary tables that know nothing of Alcuin's columns.

create temp table person as
select n, pg_temp.id('person', n, created_at) as id, created_at,
  format('person%s@bench.test', n) as email,
  pg_temp.word(v.given, 10, n) || ' ' || pg_temp.word(v.family, 11, n) as name,
  case when n = 1 then 'ADMIN' when n <= 1 + s.instructors then 'INSTRUCTOR' else 'STUDENT' end as role
from size s, vocabulary v, generate_series(1, s.people) n,
  lateral (select s.today - interval '2 years' * (1 - n::float8 / s.people)
    - interval '200 days' as created_at) t;

-- Nine of ten courses are published.
create temp table course_plan as
select k as n, pg_temp.id('course', k, born) as id, born as created_at, k % 10 <> 0 as published,
  o.id as owner_id,
  format(pg_temp.word(v.course_title, 20, k), t.name) || ', ' || pg_temp.word(v.edition, 21, k)
    || ' ' || k as title,
  format('%s for people who would rather %s a %s %s than read about it. ', t.name,
    pg_temp.word(v.verb, 22, k), pg_temp.word(v.quality, 23, k), pg_temp.word(v.noun, 24, k))
    || p.words as description,
  t.category, t.name as topic, array[lower(t.category), lower(t.name)] as tags,
  pg_temp.word(v.difficulty, 25, k) as difficulty, 30 * pg_temp.pick(40, 26, k) as minutes
from size s cross join vocabulary v cross join generate_series(1, s.courses) k
  join topic t on t.n = pg_temp.pick(72, 27, k)
  join paragraph p on p.n = pg_temp.pick(300, 28, k)
  join person o on o.n = 1 + pg_temp.pick(s.instructors, 29, k),
  lateral (select s.today - interval '2 years' * (1 - k::float8 / s.courses)
    - interval '190 days') x(born);

create temp table lesson_plan as
select (c.n - 1) * s.lessons + place as n, c.n as course_n, c.id as course_id, place,
  c.created_at + interval '1 minute' * place as created_at,
  pg_temp.id('lesson', (c.n - 1) * s.lessons + place, c.created_at + interval '1 minute' * place)
    as id,
  v.lesson_title[place] || ': ' || c.topic as title, c.minutes / s.lessons as minutes
from course_plan c cross join size s cross join vocabulary v
  cross join generate_series(1, s.lessons) place;

-- About 1.5 KB of Markdown each: a heading, prose, a list, and code in every third.
create temp table section_plan as
select k as n, l.course_n, l.course_id, l.id as lesson_id, turn as place, born as created_at,
  pg_temp.id('section', k, born) as id, v.section_title[turn] || ': ' || l.title as title,
  format(E'## %s\n\n%s\n\n%s\n\n- **%s** comes first\n- then the *%s*\n\n',
    v.section_title[turn], a.words, b.words, pg_temp.word(v.noun, 30, k),
    pg_temp.word(v.noun, 31, k))
  || case when turn = 2 then format(E'```python\nfor %1$s in range(%2$s):\n    keep(%1$s)\n```\n\n',
    pg_temp.word(v.noun, 32, k), k % 9 + 2) else '' end || c.words as content
from lesson_plan l cross join size s cross join vocabulary v
  cross join generate_series(1, s.sections) turn
  cross join lateral (select (l.n - 1) * s.sections + turn, l.created_at + interval '1 s' * turn)
    x(k, born)
  join paragraph a on a.n = pg_temp.pick(300, 33, k)
  join paragraph b on b.n = pg_temp.pick(300, 34, k)
  join paragraph c on c.n = pg_temp.pick(300, 35, k);

-- Learners choose published courses, a few of them far more often than most.
create temp table enrollment_plan as
with drawn as (
  select e, 1 + s.instructors + pg_temp.pick(s.people - 1 - s.instructors, 40, e) as person_n,
    floor(s.courses * 0.9 * power(pg_temp.share(41, e), 2))::int as rank
  from size s, generate_series(1, s.enrollments * 2) e),
kept as (
  select person_n, rank + 1 + rank / 9 as course_n, min(e) as e from drawn
  group by person_n, rank order by min(e) limit (select enrollments from size)),
numbered as (select row_number() over (order by e)::int as n, person_n, course_n from kept)
select k.n, p.id as user_id, c.id as course_id, k.course_n, at as enrolled_at,
  -- A fifth never begin, an eighth finish, the others stop early on.
  case when pg_temp.share(42, k.n) < 0.20 then 0 when pg_temp.share(42, k.n) < 0.325 then 24
    else pg_temp.pick(9, 43, k.n) end as reaches
from numbered k join person p on p.n = k.person_n join course_plan c on c.n = k.course_n, size s,
  lateral (select s.today - interval '180 days' * (1 - k.n::float8 / s.enrollments)
    - interval '1 day' * pg_temp.share(44, k.n) as at) t;

create temp table completion_plan as
select e.user_id, e.course_id, x.lesson_id, x.id as section_id, e.enrolled_at
  + (s.today - e.enrolled_at) * (step::float8 / (e.reaches + 1)) as completed_at
from size s, enrollment_plan e cross join generate_series(1, e.reaches) step
  join section_plan x on x.n = (e.course_n - 1) * 24 + step
order by e.n, step limit (select completions from size);
analyze enrollment_plan, completion_plan, section_plan;
