"""Notifications: notices, preferences and mail."""

from alcuin.app.migrations.script import script

revision = "0017"
down_revision = "0016"

UP = """
-- Whoever writes a notice draws its number under this row's lock, so that the numbers of one
-- person become visible in their order, and "after the last one" misses nothing.
create table notice_box (
  user_id uuid primary key references app_user,
  last_number bigint not null check (last_number >= 1)
) with (fillfactor = 70);
comment on table notice_box is 'notifications: how far the notices of a person are numbered';

create table notice (
  id uuid primary key,
  user_id uuid not null references app_user,
  number bigint not null,
  event_id bigint not null,
  kind text not null check (kind in ('ENROLLED', 'COURSE_PUBLISHED', 'COURSE_COMPLETED',
    'ACHIEVEMENT_UNLOCKED', 'NEW_DEVICE')),
  course_id uuid references course,
  data jsonb not null default '{}',
  in_app boolean not null,
  created_at timestamptz not null default kit_now(),
  read_at timestamptz,
  constraint notice_place unique (user_id, number),
  constraint notice_once unique (event_id, user_id)
);
create index notice_unread on notice (user_id, number) where in_app and read_at is null;
comment on index notice_unread is 'what somebody has not read, and how much it is';
create index notice_course on notice (course_id) where course_id is not null;
comment on index notice_course is 'its foreign key: notices go with their course';
create index notice_created on notice using brin (created_at);
comment on index notice_created is 'pruning of what is 90 days old';
comment on table notice is
  'notifications: what somebody is told, for 90 days; once of an event, numbered by person';
comment on column notice.data is 'ids and numbers; text is made of them when it is read';
comment on column notice.in_app is 'false where only mail is wanted, or the person deleted it';

create table notice_mail (
  notice_id uuid primary key references notice on delete cascade,
  sent_at timestamptz
);
comment on table notice_mail is 'notifications: letters about notices, one each';

create table notification_preference (
  user_id uuid not null references app_user,
  kind text not null check (kind in ('ENROLLED', 'COURSE_PUBLISHED', 'COURSE_COMPLETED',
    'ACHIEVEMENT_UNLOCKED', 'NEW_DEVICE')),
  in_app boolean,
  mail boolean check (mail or kind <> 'NEW_DEVICE'),
  primary key (user_id, kind)
);
comment on table notification_preference is
  'notifications: what somebody chose to be told, and how; null stays as usual';
"""


def upgrade() -> None:
    script(UP)
