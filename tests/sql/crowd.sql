-- A crowd, inserted as it would stand after years: 3,000 listed courses in 12 categories, one of
-- them with 5,000 learners, one learner with 400 courses. Ids are made from whole numbers.
create function pg_temp.id(kind int, n bigint) returns uuid language sql immutable as $$
  select ('00000000-0000-7000-8' || lpad(to_hex(kind), 3, '0') || '-' || lpad(to_hex(n), 12, '0'))::uuid
$$;
insert into app_user (id, email, email_key, name, role, password_hash, email_verified_at)
select pg_temp.id(1, n), 'p' || n || '@example.org', 'p' || n || '@example.org', 'Person ' || n,
  case when n <= 2 then 'INSTRUCTOR' else 'STUDENT' end, '-', now()
from generate_series(1, 5002) n;
insert into session (id, user_id, expires_at)
select pg_temp.id(2, n), pg_temp.id(1, n), now() + interval '1 day' from generate_series(1, 10) n;
insert into category (key, name) select 'category-' || n, 'Category ' || n from generate_series(1, 12) n;
insert into course (id, slug, title, description, category, difficulty, status, release, open,
  published_at, created_by)
select pg_temp.id(3, n), 'course-' || n, 'Introduction to subject ' || n % 300 || ' part ' || n, 'All about it',
  'category-' || 1 + n % 12, (array['BEGINNER', 'INTERMEDIATE', 'ADVANCED'])[1 + n % 3],
  'PUBLISHED', 1, true, now() - n * interval '1 hour', pg_temp.id(1, 1)
from generate_series(1, 3000) n;
insert into course_staff (course_id, user_id, role)
select pg_temp.id(3, n), pg_temp.id(1, 1), 'OWNER' from generate_series(1, 30) n;
insert into lesson (id, course_id, position, title)
select pg_temp.id(4, c * 10 + l), pg_temp.id(3, c), l, 'Lesson ' || l
from generate_series(1, 400) c, generate_series(1, 8) l;
insert into section (id, lesson_id, course_id, position, title, content)
select pg_temp.id(5, c * 100 + l * 10 + s), pg_temp.id(4, c * 10 + l), pg_temp.id(3, c), s, 'Section ' || s, 'Text'
from generate_series(1, 400) c, generate_series(1, 8) l, generate_series(1, 3) s;
insert into release (course_id, number, published_by, lessons, sections, units, content_revision)
select pg_temp.id(3, n), 1, pg_temp.id(1, 1), 8, 24, 24, 1 from generate_series(1, 3000) n;
insert into release_lesson (lesson_id, release, course_id, position, sections)
select id, 1, course_id, position, 3 from lesson;
insert into release_section (section_id, release, lesson_id, course_id, position)
select id, 1, lesson_id, course_id, position from section;
-- As compact as the product writes it.
insert into release_body (course_id, number, audience, hash, body)
select c.id, 1, a, md5(c.slug || a), convert_to(replace(replace(json_build_object('id', c.id, 'slug', c.slug, 'title', c.title,
  'description', c.description, 'difficulty', c.difficulty, 'category', 'Category', 'tags', '[]'::json,
  'thumbnail', null, 'estimatedDuration', 0, 'language', 'en', 'release', 1, 'publishedAt', c.published_at,
  'releasedAt', c.published_at, 'createdBy', c.created_by, 'lessonCount', 8, 'sectionCount', 24,
  'lessons', coalesce((select json_agg(json_build_object('id', l.id, 'title', l.title, 'description', '',
    'order', l.position, 'estimatedDuration', 0, 'contentType', 'TEXT', 'learningObjectives', '[]'::json,
    'prerequisites', '[]'::json, 'requires', '[]'::json,
    'sections', (select json_agg(json_build_object('id', s.id, 'title', s.title, 'type', 'TEXT',
      'order', s.position, 'hasQuiz', false, 'preview', false, 'content', '<p>Text</p>') order by s.position)
      from section s where s.lesson_id = l.id)) order by l.position)
    from lesson l where l.course_id = c.id), '[]'))::text,
  ' : ', ':'), ', "', ',"'), 'UTF8')
from course c cross join unnest(array['PUBLIC', 'LEARNER', 'STAFF']) a
where c.id in (select pg_temp.id(3, n) from generate_series(1, 400) n);
insert into listing (course_id, published_at, title, category, difficulty, tags, estimated_minutes,
  title_words, words, card)
select id, published_at, title, category, difficulty, array['tag-' || length(title)], 0,
  catalog_words('en', title), catalog_words('en', title || ' ' || description),
  jsonb_build_object('id', id, 'title', title)::text
from course;
insert into listing_count (category, difficulty, courses)
select coalesce(category, ''), coalesce(difficulty, ''), count(*) from course
group by cube (category, difficulty);
insert into enrollment (user_id, course_id, enrolled_at, withdrawn_at)
select pg_temp.id(1, 2 + n), pg_temp.id(3, 1), now() - n * interval '1 minute', case when n % 20 = 0 then now() end
from generate_series(1, 5000) n
union all
select pg_temp.id(1, 3), pg_temp.id(3, n), now() - n * interval '1 minute', null from generate_series(2, 400) n;
insert into enrollment_terms (course_id, seats_taken)
select course_id, count(*) filter (where withdrawn_at is null) from enrollment group by course_id;
insert into course_progress (user_id, course_id, release, active, units_done, units_total, lessons_done, lessons_total,
  completed_at)
select user_id, course_id, 1, withdrawn_at is null, case when user_id < pg_temp.id(1, 700) then 24 else 0 end, 24,
  case when user_id < pg_temp.id(1, 700) then 8 else 0 end, 8,
  case when user_id < pg_temp.id(1, 700) and user_id > pg_temp.id(1, 4) then now() end
from enrollment;
insert into section_progress (user_id, course_id, section_id, completed_at)
select pg_temp.id(1, 3), s.course_id, s.id, now() from section s
where s.course_id in (select pg_temp.id(3, n) from generate_series(2, 400) n);
insert into lesson_progress (user_id, course_id, lesson_id, sections_done, sections_total, completed_at)
select pg_temp.id(1, 3), course_id, id, 3, 3, now() from lesson
where course_id in (select pg_temp.id(3, n) from generate_series(2, 400) n);
update course_progress set units_done = 0, lessons_done = 0
where user_id = pg_temp.id(1, 3) and course_id = pg_temp.id(3, 1);
insert into event (kind, user_id, course_id) select 'Enrolled', user_id, course_id from enrollment;
-- Somebody who has completed all there is of their category, which is no longer listed.
insert into category (key, name) values ('category-13', 'Category 13');
insert into course (id, slug, title, description, category, status, release, open, created_by)
values (pg_temp.id(3, 3001), 'course-3001', 'Once', 'All about it', 'category-13', 'ARCHIVED', 1, true,
  pg_temp.id(1, 1));
insert into course_progress (user_id, course_id, release, units_done, units_total, lessons_done, lessons_total,
  completed_at)
values (pg_temp.id(1, 2), pg_temp.id(3, 3001), 1, 24, 24, 8, 8, now());
-- A learner who has spent time on three courses a day for four years; everybody else on one day.
insert into reader (name, kind, done, system_identifier)
select name, 'projection', '1:1:', 0 from unnest(array['activity.days', 'activity.streaks']) name
on conflict do nothing;
insert into activity_day (generation, user_id, local_on, course_id, activity, seconds)
select g, pg_temp.id(1, 3), current_date - d, pg_temp.id(3, c), 'READING', 600
from generate_series(1, 2) g, generate_series(0, 1500) d, generate_series(1, 3) c
union all
select 1, pg_temp.id(1, n), current_date, null, 'OTHER', 600 from generate_series(4, 5000) n;
insert into time_total (generation, user_id, seconds)
select 1, pg_temp.id(1, n), 600 from generate_series(3, 5000) n;
insert into section_time (generation, user_id, course_id, section_id, seconds)
select 1, pg_temp.id(1, 3), course_id, id, 600 from section;
insert into streak (generation, user_id, runs, current_start_on, last_on, days, longest)
select 1, pg_temp.id(1, n), datemultirange(daterange(current_date - 1500, current_date + 1)),
  current_date - 1500, current_date, 1501, 1501 from generate_series(3, 5000) n;
insert into time_entry (user_id, activity, started_at, ended_at, claimed_seconds, credited_seconds)
select pg_temp.id(1, n), 'OTHER', now(), now(), 600, 600 from generate_series(3, 5000) n;
insert into credited_time (user_id, ranges)
select pg_temp.id(1, n), tstzmultirange(tstzrange(now() - interval '2 hours', now() - interval '1 hour'))
from generate_series(3, 5000) n;
-- Four years of thirty courses, of which the first has 60 lessons that were once published.
insert into reader (name, kind, done, system_identifier)
values ('analytics.courses', 'projection', '1:1:', 0) on conflict do nothing;
insert into course_count select 1, id, 9, 8, 9, 5, 9 from course;
insert into course_day select g, pg_temp.id(3, n), current_date - d, 1, 0, 9, 1, 600
from generate_series(1, 2) g, generate_series(1, 30) n, generate_series(0, 1500) d;
insert into course_week select 1, pg_temp.id(3, n), date_trunc('week', current_date)::date - 7 * d, 9
from generate_series(1, 30) n, generate_series(0, 210) d;
insert into course_cohort select generation, course_id, week_on, 9, 5 from course_week;
insert into course_cohort_week select generation, course_id, cohort_on, w, 9
from course_cohort, generate_series(0, 12) w;
insert into course_lesson select 1, pg_temp.id(3, n), pg_temp.id(4, n * 100 + l), 9, 8, 9, 600
from generate_series(1, 30) n, generate_series(1, 60) l;
insert into course_place select 1, pg_temp.id(3, n), d, pg_temp.id(4, n * 100 + l), 1
from generate_series(1, 30) n, generate_series(1, 8) l,
  unnest(array['-infinity'::date] || array(select current_date - i from generate_series(0, 400) i)) d;
insert into site_day select 1, current_date - d, 9 from generate_series(0, 1500) d;
insert into site_week select 1, date_trunc('week', current_date)::date - 7 * d, 9
from generate_series(0, 210) d;
-- A learner who was told a thousand things, half of which they have read; others a few.
insert into notice_box (user_id, last_number) select pg_temp.id(1, n), 1000 from generate_series(3, 5000) n;
insert into notice (id, user_id, number, event_id, kind, course_id, in_app, read_at)
select uuidv7(), pg_temp.id(1, 3), n, n, 'COURSE_PUBLISHED', pg_temp.id(3, 1 + n % 400), true,
  case when n % 2 = 0 then now() end
from generate_series(1, 1000) n
union all
select uuidv7(), pg_temp.id(1, n), m, m, 'ENROLLED', pg_temp.id(3, 1), true, now()
from generate_series(4, 5000) n, generate_series(1, 3) m;
-- Everybody has achievements, and that learner many; there are fifty rules in ten languages.
insert into achievement_rule (key, events, condition, threshold, title, description)
select 'R_' || chr(65 + n / 10) || chr(65 + n % 10), '{CourseCompleted}', 'COURSES_COMPLETED', 1000,
  'Title', 'Description' from generate_series(1, 47) n;
insert into achievement_text select key, language, 'Title', 'Description'
from achievement_rule, unnest('{de,fr,it,es,pt,pt-BR,nl,pl,sv,tr}'::text[]) language;
insert into achievement_unlocked (user_id, key, rule_key, reached, points)
select pg_temp.id(1, n), 'FIRST_LESSON', 'FIRST_LESSON', 1, 10 from generate_series(1, 5002) n
union all
select pg_temp.id(1, n), 'COURSE_MILESTONE_' || 5 * m, 'COURSE_MILESTONE', 5 * m, 100
from generate_series(1, 5002) n, generate_series(1, case when n = 3 then 10 else 3 end) m;
analyze;
