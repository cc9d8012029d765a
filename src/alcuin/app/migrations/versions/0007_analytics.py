"""Analytics: numbers of courses, projected from the event log."""

from alcuin.app.migrations.script import script

revision = "0007"
down_revision = "0006"

UP = """
create table course_learner (
  generation int not null,
  user_id uuid not null,
  course_id uuid not null,
  enrolled boolean not null default false,
  started boolean not null default false,
  completed boolean not null default false,
  primary key (generation, user_id, course_id)
);
comment on table course_learner is
  'analytics: what the log says of a learner in a course; made anew by a rebuild';

create table course_count (
  generation int not null,
  course_id uuid not null,
  enrolled int not null default 0 check (enrolled >= 0),
  active int not null default 0 check (active >= 0 and active <= enrolled),
  completed int not null default 0 check (completed >= 0),
  primary key (generation, course_id)
);
comment on table course_count is
  'analytics: learners of a course, counted; made anew by a rebuild';
"""


def upgrade() -> None:
    script(UP)
