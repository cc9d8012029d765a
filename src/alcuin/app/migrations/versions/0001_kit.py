"""The kit: time, the event log and its readers, audit, idempotency, counters of attempts."""

from alcuin.app.migrations.script import script

revision = "0001"
down_revision = None

UP = """
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;

create function kit_now() returns timestamptz language sql stable parallel safe
as $$ select coalesce(nullif(current_setting('alcuin.now', true), '')::timestamptz, now()) $$;
comment on function kit_now() is
  'The one clock. Tests set alcuin.now; after SET LOCAL has ended the setting is an empty text.';

create table event (
  id bigint generated always as identity primary key,
  tx xid8 not null default pg_current_xact_id(),
  kind text not null,
  v smallint not null default 1,
  at timestamptz not null default kit_now(),
  user_id uuid,
  course_id uuid,
  lesson_id uuid,
  section_id uuid,
  release int,
  time_zone text,
  local_on date,
  data jsonb
);
create index event_tx on event (tx);
comment on table event is 'kit: what became true; ids and times, never names or text';

create table reader (
  name text not null,
  generation int not null default 1,
  kind text not null check (kind in ('projection', 'reaction')),
  current boolean not null default true,
  done pg_snapshot not null,
  target pg_snapshot,
  last_id bigint not null default 0,
  system_identifier bigint not null,
  failed_at timestamptz,
  failure text,
  failed_event_id bigint,
  failures int not null default 0,
  updated_at timestamptz not null default kit_now(),
  primary key (name, generation)
);
create unique index reader_current on reader (name) where current;
comment on table reader is 'kit: how far each reader of the log has come';

create table reaction_done (
  reader text not null,
  event_id bigint not null,
  at timestamptz not null default kit_now(),
  primary key (reader, event_id)
);
comment on table reaction_done is 'kit: once-keys; an event moves a reaction at most once';

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default kit_now(),
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  actor_kind text not null check (actor_kind in ('person', 'system', 'anonymous')),
  actor_id uuid,
  subject_kind text,
  subject_id uuid,
  reason text,
  request_id text,
  facts jsonb not null default '{}'
);
create index audit_subject on audit (subject_id, id) where subject_id is not null;
create index audit_actor on audit (actor_id, id) where actor_id is not null;
comment on table audit is 'kit: who did what that matters; rows are never changed or deleted';

create table audit_personal (
  audit_id bigint primary key references audit,
  address text,
  user_agent text
);
comment on table audit_personal is 'kit: the personal part of an audit entry, which may be deleted';
comment on column audit_personal.address is 'personal: network address of the person who acted';
comment on column audit_personal.user_agent is 'personal: browser of the person who acted';

create table idempotency (
  user_id uuid not null,
  route text not null,
  key text not null check (length(key) between 1 and 200),
  body_sha256 bytea not null,
  status smallint not null,
  headers jsonb not null default '{}',
  answer bytea not null,
  created_at timestamptz not null default kit_now(),
  primary key (user_id, route, key)
);
create index idempotency_created on idempotency (created_at);
comment on table idempotency is 'kit: first answers by Idempotency-Key, for 24 hours';

-- Unlogged: a crash forgets attempts, which costs an attacker a crash and nobody a write.
create unlogged table attempt_counter (
  key bytea not null,
  window_starts_at timestamptz not null,
  attempts int not null,
  primary key (key, window_starts_at)
);
create index attempt_counter_window on attempt_counter (window_starts_at);
comment on table attempt_counter is 'kit: counted attempts by hashed key and window';
"""


def upgrade() -> None:
    script(UP)
