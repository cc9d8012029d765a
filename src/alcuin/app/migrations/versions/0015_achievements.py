"""Achievements: rules, what was unlocked, and points."""

from alcuin.app.migrations.script import script

revision = "0015"
down_revision = "0014"

UP = """
create table achievement_rule (
  -- No key ends with a number: what a repeating rule unlocks does, and the two never meet.
  key text primary key check (key ~ '^[A-Z][A-Z0-9_]{0,59}$' and key !~ '_[0-9]+$'),
  events text[] not null check (events <> '{}' and events <@ array['SectionCompleted',
    'LessonCompleted', 'CourseCompleted', 'TimeCredited']),
  condition text not null check (condition in ('SECTIONS_COMPLETED', 'LESSONS_COMPLETED',
    'COURSES_COMPLETED', 'STREAK_DAYS', 'HOURS_LEARNED')),
  threshold int not null check (threshold between 1 and 1000000),
  repeats_every int check (repeats_every between 1 and 1000000),
  title text not null check (length(title) between 1 and 200),
  description text not null check (length(description) between 1 and 1000),
  points int not null default 0 check (points between 0 and 1000000),
  enabled boolean not null default true,
  revision int not null default 1,
  created_at timestamptz not null default kit_now(),
  updated_at timestamptz not null default kit_now()
);
comment on table achievement_rule is 'achievements: what is unlocked when, and its text';
comment on column achievement_rule.events is 'kinds of events on which it is judged';
comment on column achievement_rule.repeats_every is
  'again at each so many more, without end; null: once';

create table achievement_text (
  rule_key text not null references achievement_rule on delete cascade,
  language text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  title text not null check (length(title) between 1 and 200),
  description text not null check (length(description) between 1 and 1000),
  primary key (rule_key, language)
);
comment on table achievement_text is 'achievements: the text of a rule in another language';

create table achievement_unlocked (
  user_id uuid not null references app_user,
  key text not null,
  rule_key text not null references achievement_rule,
  reached int not null,
  points int not null check (points >= 0),
  unlocked_at timestamptz not null default kit_now(),
  primary key (user_id, key)
);
create index achievement_unlocked_rule on achievement_unlocked (rule_key, unlocked_at);
comment on index achievement_unlocked_rule is
  'whether anybody has unlocked a rule that is to be deleted; its foreign key';
comment on table achievement_unlocked is
  'achievements: what a learner has unlocked, each key once; never taken away';
comment on column achievement_unlocked.key is
  'of the rule; of one that repeats with what was reached: COURSE_MILESTONE_5';
comment on column achievement_unlocked.points is 'what the rule gave at that moment';

create table achievement_tally (
  user_id uuid primary key,
  dates datemultirange not null,
  seconds bigint not null check (seconds >= 0)
) with (fillfactor = 80);
comment on table achievement_tally is
  'achievements: active dates and credited time of a learner, as the events said that this room\
 has reacted to: how far other readers of the log are must not matter';

insert into achievement_rule
  (key, events, condition, threshold, repeats_every, title, description, points)
values
  ('FIRST_LESSON', '{LessonCompleted}', 'LESSONS_COMPLETED', 1, null,
    'Getting Started', 'Completed your first lesson', 10),
  ('WEEK_STREAK', '{SectionCompleted,LessonCompleted,CourseCompleted,TimeCredited}',
    'STREAK_DAYS', 7, null, 'Week Warrior', '7-day learning streak', 50),
  ('COURSE_MILESTONE', '{CourseCompleted}', 'COURSES_COMPLETED', 5, 5,
    '{count} Courses Completed', 'Completed {count} courses', 100);
"""


def upgrade() -> None:
    script(UP)
