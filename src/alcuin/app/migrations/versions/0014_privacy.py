"""Privacy: another address, closing and erasing an account, and the chain over the audit."""

from alcuin.app.migrations.script import script

revision = "0014"
down_revision = "0013"

UP = """
-- An account is open, or closed (its person may come back), or erased: then the row is what
-- ids in events, audit and releases lead to, and tells nothing of anybody.
alter table app_user add column closed_at timestamptz, add column erased_at timestamptz;
-- Both columns are new: there is nothing to find, and a million accounts are looked at in a second.
-- squawk-ignore constraint-missing-not-valid
alter table app_user add constraint app_user_erased_after_closing
  check (erased_at is null or (closed_at is not null and suspended_at is not null));
comment on column app_user.closed_at is 'when it was closed; it is erased 14 days later';
comment on column app_user.erased_at is 'when everything personal of it was replaced or deleted';

create table email_change (
  id uuid primary key default uuidv7(),
  user_id uuid not null references app_user on delete cascade,
  session_id uuid references session on delete set null,
  old_email text not null,
  old_email_key text not null,
  old_verified_at timestamptz,
  new_email text not null check (length(new_email) between 3 and 254),
  new_email_key text not null check (length(new_email_key) between 3 and 300),
  asked_at timestamptz not null default kit_now(),
  ended_at timestamptz,
  confirmed_at timestamptz
);
create index email_change_user on email_change (user_id, asked_at);
comment on index email_change_user is 'the latest change somebody asked for; its foreign key';
create index email_change_session on email_change (session_id);
comment on index email_change_session is 'its foreign key: the session that asked';
create index email_change_asked on email_change (asked_at);
comment on index email_change_asked is 'pruning of changes that are over';
comment on table email_change is
  'identity: changes of an address that were asked for, until the old one can undo them no more';
comment on column email_change.session_id is 'where it was asked for: the one that goes on';
comment on column email_change.ended_at is 'when it was confirmed, undone, or another took over';
comment on column email_change.old_email is 'personal: address before the change';
comment on column email_change.old_email_key is 'personal: the same, as people are told apart';
comment on column email_change.new_email is 'personal: address that was asked for';
comment on column email_change.new_email_key is 'personal: the same, as people are told apart';

-- Rows live for a day, those of a change of address for a week: all of it is quick. The new check
-- lets in more than the one before it.
alter table one_time_token add column
  -- squawk-ignore adding-foreign-key-constraint
  email_change_id uuid references email_change on delete cascade;
-- squawk-ignore require-concurrent-index-creation
create index one_time_token_change on one_time_token (email_change_id)
  where email_change_id is not null;
comment on index one_time_token_change is 'links of a change of address; its foreign key';
-- squawk-ignore ban-drop-constraint
alter table one_time_token drop constraint one_time_token_purpose_check;
-- squawk-ignore constraint-missing-not-valid
alter table one_time_token add constraint one_time_token_purpose_check check
  (purpose in ('VERIFY_EMAIL', 'RESET_PASSWORD', 'FIRST_ADMINISTRATOR', 'SECOND_FACTOR',
    'CONFIRM_EMAIL', 'UNDO_EMAIL'));

comment on column media.name is
  'personal: name of the file as the person has it; of a course''s file, the course''s';

create table audit_chain (
  position bigint primary key check (position >= 1),
  audit_id bigint not null unique references audit,
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null default kit_now()
);
comment on table audit_chain is
  'kit: a hash for each entry of the audit, over it and the hash before; never changed';
-- Entries are few, a handful a person: what would write one waits for a second or two.
-- squawk-ignore require-concurrent-index-creation
create index audit_at on audit (at, id);
comment on index audit_at is 'the audit read by time, newest first';
-- squawk-ignore require-concurrent-index-creation
create index audit_action on audit (action, id);
comment on index audit_action is 'the audit read by what was done';
"""


def upgrade() -> None:
    script(UP)
