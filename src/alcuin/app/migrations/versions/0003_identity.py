"""Identity: people, their sessions, and the tokens that open and renew them."""

from alcuin.app.migrations.script import script

revision = "0003"
down_revision = "0002"

UP = """
create table app_user (
  id uuid primary key default uuidv7(),
  email text not null check (length(email) between 3 and 254),
  email_key text not null constraint app_user_email_taken unique
    check (length(email_key) between 3 and 300),
  name text not null check (length(name) between 1 and 100),
  role text not null default 'STUDENT' check (role in ('STUDENT', 'INSTRUCTOR', 'ADMIN')),
  password_hash text not null,
  time_zone text not null default 'UTC',
  language text not null default 'en',
  email_verified_at timestamptz,
  suspended_at timestamptz,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  revision int not null default 1,
  created_at timestamptz not null default kit_now(),
  updated_at timestamptz not null default kit_now()
);
create index app_user_search on app_user using gin (email_key gin_trgm_ops, name gin_trgm_ops);
create index app_user_active_admin on app_user (id) where role = 'ADMIN' and suspended_at is null;
comment on table app_user is 'identity: people who can sign in';
comment on column app_user.email is 'personal: address as the person wrote it';
comment on column app_user.email_key is
  'personal: the address in the one form that tells two people apart';
comment on column app_user.name is 'personal: name of the person';
comment on column app_user.time_zone is 'personal: tells roughly where the person lives';
comment on column app_user.language is 'personal: language the person reads';
comment on column app_user.metadata is 'personal: whatever an integration keeps about the person';

create table session (
  id uuid primary key default uuidv7(),
  user_id uuid not null references app_user on delete cascade,
  created_at timestamptz not null default kit_now(),
  last_used_at timestamptz not null default kit_now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  user_agent text not null default '',
  address text not null default ''
);
create index session_of_user on session (user_id, last_used_at);
create index session_end on session (least(revoked_at, expires_at));
comment on table session is 'identity: one sign-in on one device, until it ends';
comment on column session.last_used_at is
  'moves when the session is renewed, not with each request';
comment on column session.expires_at is 'the end, however busy the session is';
comment on column session.user_agent is 'personal: browser that signed in';
comment on column session.address is 'personal: network address that signed in';

create table refresh_token (
  hash bytea primary key check (length(hash) = 32),
  session_id uuid not null references session on delete cascade,
  issued_at timestamptz not null default kit_now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_token_session on refresh_token (session_id);
create index refresh_token_expires on refresh_token (expires_at);
comment on table refresh_token is
  'identity: hashes of refresh tokens; used ones stay until they expire, for a second use';

create table one_time_token (
  hash bytea primary key check (length(hash) = 32),
  user_id uuid references app_user on delete cascade,
  purpose text not null
    check (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'FIRST_ADMINISTRATOR')),
  issued_at timestamptz not null default kit_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((user_id is null) = (purpose = 'FIRST_ADMINISTRATOR'))
);
create index one_time_token_user on one_time_token (user_id, purpose);
comment on table one_time_token is 'identity: hashes of tokens that a link carries once';

create view live_session as
select s.id, s.user_id, u.time_zone, u.language, u.role,
       u.email_verified_at is not null as verified
from session s
join app_user u on u.id = s.user_id
where s.revoked_at is null and u.suspended_at is null and s.expires_at > kit_now();
comment on view live_session is
  'identity: sessions that count now; every statement on behalf of a person joins it';
"""


def upgrade() -> None:
    script(UP)
