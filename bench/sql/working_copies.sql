-- Categories, courses, staff, lessons and sections as authors left them. Courses that await
-- publication stand in REVIEW; bench.publishing takes them from there.
insert into category (key, name) select distinct lower(category), category from topic
on conflict do nothing;

insert into course (id, slug, title, description, difficulty, category, tags, estimated_minutes,
  status, created_by, created_at, updated_at)
select id, trim('-' from regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g')), title, description,
  upper(difficulty), lower(category), tags, minutes,
  case when published then 'REVIEW' else 'DRAFT' end, owner_id, created_at, created_at
from course_plan order by n;

insert into course_staff (course_id, user_id, role, added_at)
select id, owner_id, 'OWNER', created_at from course_plan order by n;

insert into lesson (id, course_id, position, title, description, estimated_minutes,
  learning_objectives, created_at, updated_at)
select id, course_id, place, title, 'What this lesson is for: ' || title, minutes,
  array['Say in your own words: ' || title, 'Do it once without help'], created_at, created_at
from lesson_plan order by n;

insert into section (id, lesson_id, course_id, position, title, content, created_at, updated_at)
select id, lesson_id, course_id, place, title, content, created_at, created_at
from section_plan order by n;
