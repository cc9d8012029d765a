"""Activity: time that learners spent, their days and their streaks."""

from alcuin.app.migrations.script import script

revision = "0012"
down_revision = "0011"

UP = """
-- Where clocks go back at midnight's end (Azores, Havana) a day has its midnight twice and
-- begins with the first; PostgreSQL alone would take the second.
create function day_starts_at(day date, zone text) returns timestamptz
language sql immutable parallel safe
as $$
  select case
    when (day::timestamp at time zone zone - interval '1 hour') at time zone zone = day::timestamp
      then day::timestamp at time zone zone - interval '1 hour'
    else day::timestamp at time zone zone end
$$;
comment on function day_starts_at(date, text) is 'The first instant of a local date.';

-- One row a learner, and the lock that orders the claims of all their devices.
create table credited_time (
  user_id uuid primary key references app_user,
  ranges tstzmultirange not null
) with (fillfactor = 70);
comment on table credited_time is
  'activity: the last day of a learner as it was credited, so that nothing is credited twice';

-- No keys to other tables and no checks: the one statement that writes here reads the session,
-- the learner's row in the course and its release, and the type of the body knows the activities.
-- Each key would cost a claim another probe and lock, and each check 7 microseconds.
create table time_entry (
  user_id uuid not null,
  id uuid not null default uuidv7(),
  activity text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  claimed_seconds bigint not null,
  credited_seconds int not null,
  course_id uuid,
  lesson_id uuid,
  section_id uuid,
  recorded_at timestamptz not null default kit_now(),
  primary key (user_id, id)
);
-- Rows arrive in this order, and only forgetting asks for it.
create index time_entry_recorded on time_entry using brin (recorded_at);
comment on index time_entry_recorded is 'pruning of claims whose day is long over';
comment on table time_entry is
  'activity: time as a client claimed it and as it was credited; kept for 400 days';

create table activity_day (
  generation int not null,
  user_id uuid not null,
  local_on date not null,
  course_id uuid,
  activity text,
  seconds int not null default 0 check (seconds >= 0),
  completions int not null default 0 check (completions >= 0),
  constraint activity_day_key unique nulls not distinct
    (generation, user_id, local_on, course_id, activity)
) with (fillfactor = 80);
comment on table activity_day is
  'activity: what a learner did on a local date, by course and activity; made anew by a rebuild';
comment on column activity_day.activity is 'what the time was spent on; null for completions';

create table time_total (
  generation int not null,
  user_id uuid not null,
  seconds bigint not null check (seconds >= 0),
  primary key (generation, user_id)
) with (fillfactor = 80);
comment on table time_total is 'activity: all time of a learner; made anew by a rebuild';

create table section_time (
  generation int not null,
  user_id uuid not null,
  course_id uuid not null,
  section_id uuid not null,
  seconds bigint not null check (seconds >= 0),
  primary key (generation, user_id, course_id, section_id)
) with (fillfactor = 80);
comment on table section_time is
  'activity: all time of a learner on a section; made anew by a rebuild';

create table streak (
  generation int not null,
  user_id uuid not null,
  runs datemultirange not null check (not isempty(runs)),
  current_start_on date not null,
  last_on date not null,
  days int not null check (days = last_on - current_start_on + 1),
  longest int not null check (longest >= days),
  primary key (generation, user_id)
) with (fillfactor = 80);
comment on table streak is
  'activity: runs of active local dates of a learner; made anew by a rebuild';
comment on column streak.runs is 'every active date; dates that follow each other join into a run';
comment on column streak.days is 'length of the run that ends at last_on';
"""


def upgrade() -> None:
    script(UP)
