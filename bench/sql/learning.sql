-- Enrollments and progress, counted from the sections that each learner has completed.
-- The event log begins after this point: readers start with what the requests make true.
insert into enrollment (user_id, course_id, enrolled_at)
select user_id, course_id, enrolled_at from enrollment_plan order by n;

insert into enrollment_terms as t (course_id, seats_taken)
select course_id, count(*) from enrollment_plan group by course_id
on conflict (course_id) do update set seats_taken = excluded.seats_taken;

insert into section_progress (user_id, section_id, course_id, completed_at)
select user_id, section_id, course_id, completed_at from completion_plan order by completed_at;

insert into lesson_progress (user_id, lesson_id, course_id, sections_done, sections_total,
  started_at, last_accessed_at, completed_at, completed_release)
select d.user_id, d.lesson_id, d.course_id, count(*), s.sections, min(d.completed_at),
  max(d.completed_at), case when count(*) = s.sections then max(d.completed_at) end,
  case when count(*) = s.sections then 1 end
from completion_plan d, size s group by d.user_id, d.lesson_id, d.course_id, s.sections;

insert into course_progress (user_id, course_id, release, units_done, units_total, lessons_done,
  lessons_total, started_at, last_accessed_at, completed_at, completed_release)
select e.user_id, e.course_id, 1, coalesce(d.units, 0), s.lessons * s.sections,
  coalesce(d.lessons, 0), s.lessons, e.enrolled_at, coalesce(d.at, e.enrolled_at),
  case when d.lessons = s.lessons then d.at end, case when d.lessons = s.lessons then 1 end
from size s cross join enrollment_plan e left join (
  select user_id, course_id, sum(sections_done) as units, count(completed_at) as lessons,
    max(last_accessed_at) as at from lesson_progress group by user_id, course_id) d
  using (user_id, course_id)
order by e.n;
