"""Progress: what each learner has done, counted under the learner's own row lock."""

from alcuin.app.migrations.script import script

revision = "0006"
down_revision = "0005"

UP = """
create table course_progress (
  user_id uuid not null references app_user,
  course_id uuid not null references course,
  release int not null,
  active boolean not null default true,
  units_done int not null default 0 check (units_done >= 0),
  units_total int not null check (units_total >= units_done),
  lessons_done int not null default 0 check (lessons_done >= 0),
  lessons_total int not null check (lessons_total >= lessons_done),
  started_at timestamptz not null default kit_now(),
  completed_at timestamptz,
  completed_release int,
  last_accessed_at timestamptz not null default kit_now(),
  primary key (user_id, course_id)
) with (fillfactor = 80);
create index course_progress_release on course_progress (course_id, release, user_id);
create index course_progress_completed on course_progress (course_id, completed_at, user_id)
  where completed_at is not null;
comment on table course_progress is
  'progress: a learner in a course, counted against the release the row names';
comment on column course_progress.active is
  'enrolled now; changes only under this row''s lock, in the transaction that enrolls or withdraws';

create table lesson_progress (
  user_id uuid not null,
  lesson_id uuid not null,
  course_id uuid not null,
  sections_done int not null check (sections_done >= 0),
  sections_total int not null check (sections_total >= sections_done),
  started_at timestamptz not null default kit_now(),
  completed_at timestamptz,
  completed_release int,
  last_accessed_at timestamptz not null default kit_now(),
  primary key (user_id, course_id, lesson_id)
) with (fillfactor = 80);
comment on table lesson_progress is 'progress: a learner in a lesson';

-- A section never changes its course, so (user, course, section) is as unique as (user, section),
-- and all that a learner has done in a course lies side by side.
-- No foreign keys to users or sections: the one statement that writes here reads both through
-- the release, and each key check would cost a completion two more index probes and locks.
create table section_progress (
  user_id uuid not null,
  section_id uuid not null,
  course_id uuid not null,
  completed_at timestamptz not null,
  primary key (user_id, course_id, section_id)
);
comment on table section_progress is
  'progress: sections that a learner has completed; never undone';
"""


def upgrade() -> None:
    script(UP)
