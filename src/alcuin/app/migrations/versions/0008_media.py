"""Media: uploaded files, the room they take, avatars, and what is still to be removed."""

from alcuin.app.migrations.script import script

revision = "0008"
down_revision = "0007"

UP = """
create table media (
  id uuid primary key default uuidv7(),
  owner_id uuid not null references app_user,
  course_id uuid,
  name text not null check (length(name) between 1 and 255),
  type text not null check (length(type) between 3 and 100),
  bytes bigint not null check (bytes >= 0),
  stored_bytes bigint not null check (stored_bytes >= bytes),
  sha256 bytea not null check (length(sha256) = 32),
  width int check (width >= 1),
  height int check (height >= 1),
  widths int[] not null default '{}',
  rendition_bytes bigint[] not null default '{}',
  created_at timestamptz not null default kit_now(),
  check (cardinality(widths) = cardinality(rendition_bytes)),
  check ((width is null) = (height is null))
);
create index media_personal on media (owner_id, id) where course_id is null;
create index media_course on media (course_id, id) where course_id is not null;
comment on table media is 'media: uploaded files; their bytes lie in the store, under the id';
comment on column media.course_id is
  'the course it was uploaded into, which alone may show it; null: personal, an avatar at most';
comment on column media.name is 'personal: name of the file as the person has it';
comment on column media.bytes is 'of the main file; stored_bytes counts smaller images too';
comment on column media.widths is
  'of smaller images for the web, with rendition_bytes beside it';

create table media_space (
  kind text not null check (kind in ('PERSON', 'COURSE')),
  id uuid not null,
  bytes bigint not null check (bytes >= 0),
  files int not null check (files >= 0),
  primary key (kind, id)
);
comment on table media_space is
  'media: exact room taken by a person''s own files, and by each course''s';

create table avatar (
  user_id uuid primary key references app_user on delete cascade,
  media_id uuid not null references media on delete cascade
);
create index avatar_media on avatar (media_id);
comment on table avatar is 'media: which file shows whom';

create table media_removal (
  media_id uuid primary key,
  due_at timestamptz not null
);
create index media_removal_due on media_removal (due_at);
comment on table media_removal is
  'media: stored bytes that are removed once due; written before bytes are, and gone with the '
  'transaction that adds their file';
"""


def upgrade() -> None:
    script(UP)
