-- What the application's role may do, all of it, in one place. Run after each upgrade by
-- the owner, in a transaction that first says whom:
--   select set_config('alcuin.application_role', 'alcuin_app', true);
-- Run twice it changes nothing. A role that is missing or owns the tables is left alone:
-- with a single database URL these protections are off, and `alcuin doctor` says so.
do $$
declare
  role text := current_setting('alcuin.application_role');
begin
  if not exists (select from pg_roles where rolname = role) or role = current_user then
    return;
  end if;
  -- PostgreSQL 15 took "create" on public from everybody; older clusters were upgraded.
  execute 'revoke create on schema public from public';
  execute format('grant usage on schema public to %I', role);
  execute format('revoke all on all tables in schema public from %I', role);
  execute format(
    'grant select, insert, update, delete on all tables in schema public to %I', role);
  execute format('grant usage, select on all sequences in schema public to %I', role);
  -- Entries are never changed or deleted; their personal part may be deleted.
  execute format('revoke update, delete on audit from %I', role);
  if to_regclass('audit_chain') is not null then  -- a backup may be of a schema before it
    execute format('revoke update, delete on audit_chain from %I', role);
  end if;
  execute format('revoke update on audit_personal from %I', role);
  -- The schema's history belongs to migrations.
  execute format('revoke insert, update, delete on alembic_version from %I', role);
end $$;
