"""SQL of `alcuin doctor`: the server, the roles, the schema. None needs our tables but the last."""

from datetime import datetime

import msgspec

from alcuin.kit.db import Conn


class Server(msgspec.Struct, frozen=True):
    """What answers at a URL."""

    version_number: int
    version: str
    cluster: str
    database: str
    encoding: str
    role: str
    is_replica: bool
    bytes: int


class Powers(msgspec.Struct, frozen=True):
    """What the application's role may do beyond reading and writing rows; and what it may not."""

    role: str
    superuser: bool
    creates_roles: bool
    creates_databases: bool
    replicates: bool
    bypasses_row_security: bool
    owns_tables: bool
    changes_schema: bool
    changes_audit: bool
    changes_history: bool
    forbidden_tables: list[str]


async def get_server(conn: Conn) -> Server:
    return await conn.one(
        Server,
        """
        select current_setting('server_version_num')::int as version_number,
               current_setting('server_version') as version,
               system_identifier::text as cluster, current_database() as database,
               current_setting('server_encoding') as encoding, current_user as role,
               pg_is_in_recovery() as is_replica, pg_database_size(current_database()) as bytes
        from pg_control_system()
        """,
    )


async def list_extensions(conn: Conn) -> set[str]:
    found = await conn.value(list[str], "select array_agg(extname::text) from pg_extension")
    return set(found or ())


async def get_powers(conn: Conn) -> Powers:
    return await conn.one(
        Powers,
        """
        select r.rolname::text as role, r.rolsuper as superuser,
               r.rolcreaterole as creates_roles, r.rolcreatedb as creates_databases,
               r.rolreplication as replicates, r.rolbypassrls as bypasses_row_security,
               exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')
                 and c.relnamespace = 'public'::regnamespace) as owns_tables,
               has_schema_privilege('public', 'create') as changes_schema,
               coalesce(has_table_privilege(to_regclass('public.audit'), 'update, delete'), false)
                 as changes_audit,
               coalesce(has_table_privilege(to_regclass('public.alembic_version'),
                 'insert, update, delete'), false) as changes_history,
               array(select c.relname::text from pg_class c
                 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
                   and not has_table_privilege(c.oid, 'select') order by 1) as forbidden_tables
        from pg_roles r where r.rolname = current_user
        """,
    )


async def find_revision(conn: Conn) -> str | None:
    """None before the first migration."""
    if not await conn.value(bool, "select to_regclass('public.alembic_version') is not null"):
        return None
    return await conn.value(str, "select version_num from alembic_version")


async def find_plan_mode(conn: Conn) -> str | None:
    return await conn.value(str, "select current_setting('plan_cache_mode')")


async def find_clock(conn: Conn) -> datetime | None:
    """The clock of the database's machine, whatever time tests make it."""
    return await conn.value(datetime, "select clock_timestamp()")


async def count_stuck(conn: Conn) -> int:
    """Jobs whose worker has not been heard of for a minute, and that nobody has taken up since."""
    found = await conn.value(
        int,
        """
        select count(*) from pgqueuer
        where status = 'picked' and heartbeat < now() - interval '1 minute'
        """,
    )
    return found or 0


async def list_readers_elsewhere(conn: Conn) -> list[str]:
    """Readers whose cursor was taken in another cluster."""
    found = await conn.value(
        list[str],
        """
        select array_agg(r.name) from reader r, pg_control_system() c
        where r.system_identifier <> c.system_identifier
        """,
    )
    return found or []


async def has_future_events(conn: Conn) -> bool:
    """Events of transactions that this cluster has not begun: the log came from another one."""
    found = await conn.value(
        bool,
        """
        select coalesce(
          (select max(tx) from event) > pg_snapshot_xmax(pg_current_snapshot()), false)
        """,
    )
    return bool(found)


async def count_open_accounts(conn: Conn, addresses: list[str]) -> int:
    """Accounts with one of these addresses that may sign in."""
    found = await conn.value(
        int,
        "select count(*) from app_user where email_key = any ($1) and suspended_at is null",
        addresses,
    )
    return found or 0


async def count_sealed(conn: Conn, key_id: str | None) -> int:
    """Secrets of authenticator apps that this key sealed."""
    found = await conn.value(int, "select count(*) from second_factor where key_id = $1", key_id)
    return found or 0


async def count_sealed_by_others(conn: Conn, key_ids: list[str]) -> int:
    """Those that none of these keys opens."""
    found = await conn.value(
        int, "select count(*) from second_factor where key_id <> all ($1::text[])", key_ids
    )
    return found or 0
