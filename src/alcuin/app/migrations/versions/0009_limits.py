"""What the processes have taken of each subject's requests in the present window."""

from alcuin.app.migrations.script import script

revision = "0009"
down_revision = "0008"

UP = """
-- Unlogged: a crash forgets counts, which costs an attacker a crash and nobody a write. One row
-- a subject whatever the window, and room on each page, so that most changes stay on it.
create unlogged table request_lease (
  subject bytea primary key,
  window_starts_at timestamptz not null,
  taken int not null,
  ahead int not null
) with (fillfactor = 70);
comment on table request_lease is
  'kit: requests taken by processes in the present window, by keyed hash of who asks';
comment on column request_lease.taken is 'requests that processes may let through, or have';
comment on column request_lease.ahead is
  'of those, what was taken ahead of need and may be left lying in a process';

create function lease_ahead(room int, wanted int, spare int) returns int
language sql immutable parallel safe
return greatest(0, least(room - wanted, (spare + 1) / 2));
comment on function lease_ahead(int, int, int) is
  'What a process may take ahead of need: half of what may still be left lying, so that the '
  'next process finds the other half.';
"""


def upgrade() -> None:
    script(UP)
