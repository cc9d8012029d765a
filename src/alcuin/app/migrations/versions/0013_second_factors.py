"""The rest of an account: second factors, personal access tokens, proofs, sign-in history."""

from alcuin.app.migrations.script import script

revision = "0013"
down_revision = "0012"

UP = """
-- A personal access token is a session of another kind: whatever joins `live_session` knows
-- it without asking anything more, and it ends as sessions end.
alter table session
  add column kind text not null default 'SIGN_IN' check (kind in ('SIGN_IN', 'TOKEN')),
  add column proved_at timestamptz;
comment on column session.proved_at is 'when its person last proved who they are, for step-up';

create table access_token (
  session_id uuid primary key references session on delete cascade,
  hash bytea not null unique check (length(hash) = 32),
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0
    and scopes <@ array['read', 'write', 'courses:write']),
  last_used_on date
);
comment on table access_token is
  'identity: hashes of personal access tokens; when each ends stands in its session';
comment on column access_token.name is 'personal: what the person calls the token';
comment on column access_token.last_used_on is 'the day in UTC, written once a day';

create table second_factor (
  user_id uuid primary key references app_user on delete cascade,
  key_id text not null,
  sealed bytea not null,
  last_step bigint not null default 0,
  created_at timestamptz not null default kit_now(),
  confirmed_at timestamptz
);
create index second_factor_key on second_factor (key_id);
comment on index second_factor_key is 'secrets still sealed with the previous key';
comment on table second_factor is
  'identity: secrets of authenticator apps, sealed with a key that is not in the database';
comment on column second_factor.last_step is 'the step (RFC 6238) of the last code that was used';
comment on column second_factor.confirmed_at is 'when a first code was shown; before, it is off';

create table backup_code (
  user_id uuid not null references second_factor on delete cascade,
  hash bytea not null check (length(hash) = 32),
  used_at timestamptz,
  primary key (user_id, hash)
);
comment on table backup_code is 'identity: hashes of codes that stand in for a second factor once';

create table sign_in (
  user_id uuid not null references app_user on delete cascade,
  id uuid not null default uuidv7(),
  at timestamptz not null default kit_now(),
  outcome text not null check (outcome in
    ('SIGNED_IN', 'CODE_ASKED', 'WRONG_PASSWORD', 'WRONG_CODE', 'SUSPENDED')),
  device text not null check (device in ('NEW', 'KNOWN')),
  address text not null,
  user_agent text not null,
  primary key (user_id, id)
);
create index sign_in_at on sign_in (at);
comment on index sign_in_at is 'pruning of the history after 90 days';
comment on table sign_in is 'identity: who tried to sign in, as its person sees it, for 90 days';
comment on column sign_in.address is 'personal: network address that tried to sign in';
comment on column sign_in.user_agent is 'personal: browser that tried to sign in';

-- It lets in more than the one before it; rows live for a day, so that looking at them is quick.
-- squawk-ignore ban-drop-constraint
alter table one_time_token drop constraint one_time_token_purpose_check;
-- squawk-ignore constraint-missing-not-valid
alter table one_time_token add constraint one_time_token_purpose_check check
  (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'FIRST_ADMINISTRATOR', 'SECOND_FACTOR'));
"""


def upgrade() -> None:
    script(UP)
