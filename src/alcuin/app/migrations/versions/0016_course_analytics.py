"""Analytics of courses: rollups for those who teach."""

from alcuin.app.migrations.script import script

revision = "0016"
down_revision = "0015"

UP = """
-- The projection knows more kinds and tables now, so it begins again at the first event.
delete from reader where name = 'analytics.courses';
-- A projection: nothing is lost that the log does not hold.
-- squawk-ignore ban-drop-table
drop table course_learner;
-- squawk-ignore ban-drop-table
drop table course_count;

create table course_learner (
  generation int not null,
  user_id uuid not null,
  course_id uuid not null,
  enrolled boolean not null,
  started boolean not null,
  timed boolean not null,
  first_on date,
  came_on date,
  completed_on date,
  lesson_id uuid,
  dates datemultirange not null,
  primary key (generation, user_id, course_id)
) with (fillfactor = 80);
comment on table course_learner is
  'analytics: what the log says of a learner in a course; made anew by a rebuild';
comment on column course_learner.started is 'has completed something of it';
comment on column course_learner.timed is 'has spent time on it';
comment on column course_learner.first_on is 'local date of the first enrollment';
comment on column course_learner.came_on is 'local date of the newest enrollment';
comment on column course_learner.lesson_id is 'in which the learner last completed something';
comment on column course_learner.dates is
  'local dates on which the learner did something in it; neighbours join into a range';

create table lesson_learner (
  generation int not null,
  user_id uuid not null,
  course_id uuid not null,
  lesson_id uuid not null,
  completed boolean not null,
  timed boolean not null,
  primary key (generation, user_id, course_id, lesson_id)
) with (fillfactor = 80);
comment on table lesson_learner is
  'analytics: learners who began a lesson, by the log; made anew by a rebuild';
comment on column lesson_learner.timed is 'has spent time on it';

-- What may fall has no check that it is not negative: an upsert's row is checked before it is
-- known that it is to be added to another.
create table course_count (
  generation int not null,
  course_id uuid not null,
  enrolled int not null,
  active int not null,
  learners int not null,
  completed int not null,
  timed int not null,
  primary key (generation, course_id)
) with (fillfactor = 70);
comment on table course_count is
  'analytics: learners of a course, and (under the id of zeros) of all; made anew by a rebuild';
comment on column course_count.learners is 'ever enrolled';
comment on column course_count.timed is 'learners who have spent time on it';

create table course_day (
  generation int not null,
  course_id uuid not null,
  day_on date not null,
  enrolled int not null check (enrolled >= 0),
  withdrawn int not null check (withdrawn >= 0),
  active int not null check (active >= 0),
  completed int not null check (completed >= 0),
  seconds bigint not null check (seconds >= 0),
  primary key (generation, course_id, day_on)
) with (fillfactor = 70);
comment on table course_day is
  'analytics: a local date in a course, and (zeros) in all; made anew by a rebuild';

create table course_week (
  generation int not null,
  course_id uuid not null,
  week_on date not null,
  active int not null check (active >= 0),
  primary key (generation, course_id, week_on)
) with (fillfactor = 70);
comment on table course_week is
  'analytics: learners active in a week of a course, and (zeros) of all; made anew by a rebuild';

create table course_cohort (
  generation int not null,
  course_id uuid not null,
  cohort_on date not null,
  learners int not null check (learners >= 0),
  completed int not null check (completed >= 0),
  primary key (generation, course_id, cohort_on)
) with (fillfactor = 70);
comment on table course_cohort is
  'analytics: who first enrolled in a week, in a course and (zeros) in all; made anew by a rebuild';

create table course_cohort_week (
  generation int not null,
  course_id uuid not null,
  cohort_on date not null,
  week int not null check (week between 0 and 12),
  active int not null check (active >= 0),
  primary key (generation, course_id, cohort_on, week)
) with (fillfactor = 70);
comment on table course_cohort_week is
  'analytics: of a cohort, who was active in its weeks 0 to 12; made anew by a rebuild';

create table course_lesson (
  generation int not null,
  course_id uuid not null,
  lesson_id uuid not null,
  started int not null check (started >= 0),
  completed int not null check (completed >= 0),
  timed int not null check (timed >= 0),
  seconds bigint not null check (seconds >= 0),
  primary key (generation, course_id, lesson_id)
) with (fillfactor = 70);
comment on table course_lesson is
  'analytics: learners and time of a lesson; zeros: time on no lesson; made anew by a rebuild';

create table course_place (
  generation int not null,
  course_id uuid not null,
  last_on date not null,
  lesson_id uuid not null,
  learners int not null,
  primary key (generation, course_id, last_on, lesson_id)
) with (fillfactor = 70);
comment on table course_place is
  'analytics: where those stand who have not completed, by their last day; made anew by a rebuild';
comment on column course_place.last_on is
  'newest of active dates and enrollment; -infinity: whenever that was';
comment on column course_place.lesson_id is
  'in which they last completed something; zeros: they have not yet';

create table site_learner (
  generation int not null,
  user_id uuid not null,
  dates datemultirange not null,
  primary key (generation, user_id)
) with (fillfactor = 80);
comment on table site_learner is
  'analytics: local dates on which a learner did something in any course; made anew by a rebuild';

create table site_day (
  generation int not null,
  day_on date not null,
  learners int not null check (learners >= 0),
  primary key (generation, day_on)
) with (fillfactor = 70);
comment on table site_day is
  'analytics: how many learners were active on a local date; made anew by a rebuild';

create table site_week (
  generation int not null,
  week_on date not null,
  learners int not null check (learners >= 0),
  primary key (generation, week_on)
) with (fillfactor = 70);
comment on table site_week is
  'analytics: how many learners were active in a week; made anew by a rebuild';
"""


def upgrade() -> None:
    script(UP)
