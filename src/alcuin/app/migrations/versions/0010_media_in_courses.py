"""Media in courses: which files a release shows to whom, and which came with a folder."""

from alcuin.app.migrations.script import script

revision = "0010"
down_revision = "0009"

UP = """
create table release_media (
  course_id uuid not null,
  release int not null,
  media_id uuid not null references media,
  audience text not null check (audience in ('PUBLIC', 'LEARNER')),
  primary key (course_id, release, media_id),
  foreign key (course_id, release) references release on delete cascade
);
create index release_media_file on release_media (media_id);
comment on table release_media is
  'catalog: files that a release shows, to everybody or to its learners alone';

create table imported_file (
  course_id uuid not null references course on delete cascade,
  sha256 bytea not null check (length(sha256) = 32),
  media_id uuid not null references media on delete cascade,
  primary key (course_id, sha256)
);
create index imported_file_media on imported_file (media_id);
comment on table imported_file is
  'catalog: files that came with an imported folder, by what they held there, so that the next '
  'import knows them again';
"""


def upgrade() -> None:
    script(UP)
