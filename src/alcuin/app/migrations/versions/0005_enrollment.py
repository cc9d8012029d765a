"""Enrollment: who studies which course, and on what terms."""

from alcuin.app.migrations.script import script

revision = "0005"
down_revision = "0004"

UP = """
create table enrollment (
  user_id uuid not null references app_user,
  course_id uuid not null references course,
  id uuid not null default uuidv7(),
  enrolled_at timestamptz not null default kit_now(),
  withdrawn_at timestamptz,
  metadata jsonb not null default '{}',
  primary key (user_id, course_id)
);
create index enrollment_user on enrollment (user_id, enrolled_at, course_id);
create index enrollment_course on enrollment (course_id);
create index enrollment_active on enrollment (course_id, enrolled_at, user_id)
  where withdrawn_at is null;
create index enrollment_withdrawn on enrollment (course_id, withdrawn_at, user_id)
  where withdrawn_at is not null;
comment on table enrollment is 'enrollment: who studies a course; withdrawn rows stay';

create table enrollment_terms (
  course_id uuid primary key references course on delete cascade,
  capacity int check (capacity >= 1),
  opens_at timestamptz,
  closes_at timestamptz,
  seats_taken int not null default 0 check (seats_taken >= 0),
  revision int not null default 1,
  constraint enrollment_terms_window check (opens_at < closes_at)
);
comment on table enrollment_terms is
  'enrollment: capacity and window of a course, and the seats taken (active enrollments)';
"""


def upgrade() -> None:
    script(UP)
