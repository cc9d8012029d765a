"""What is in the database: tables, sequences, what can be taken down and put up again."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from alcuin.kit.db import Conn
from alcuin.ops.backup.data import Table
from alcuin.ops.backup.queries.copying import quoted


class Origin(msgspec.Struct, frozen=True):
    """Where a backup comes from."""

    postgresql: str
    system_identifier: int
    taken_at: datetime


class Prop(msgspec.Struct, frozen=True):
    """An index or a foreign key: as much work for each row as the row itself."""

    down: str
    up: str


class _Sequence(msgspec.Struct, frozen=True):
    name: str
    last: int


async def get_origin(conn: Conn) -> Origin:
    return await conn.one(
        Origin,
        """
        select current_setting('server_version') as postgresql, system_identifier,
               now() as taken_at
        from pg_control_system()
        """,
    )


async def find_revision(conn: Conn) -> str | None:
    """None before the first migration."""
    if await conn.value(str, "select to_regclass('public.alembic_version')::text") is None:
        return None
    return await conn.value(str, "select version_num::text from alembic_version")


async def list_tables(conn: Conn) -> list[Table]:
    """What our migrations made, by name, with the columns that are not generated.

    Known by their owner and not by their comments, which a dump may leave behind.
    """
    return await conn.all(
        Table,
        """
        select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
        from pg_class c
        join pg_attribute a
          on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and not c.relispartition and c.relpersistence = 'p' and c.relname <> 'alembic_version'
          and c.relowner = (select relowner from pg_class
                            where oid = to_regclass('public.alembic_version'))
        group by c.relname order by c.relname
        """,
    )


async def lock_schema(conn: Conn) -> None:
    """Have migrations wait: the lock of `alcuin db migrate`, shared."""
    await conn.run("select pg_advisory_lock_shared(hashtext('alcuin.migrate'))")


async def unlock_schema(conn: Conn) -> None:
    await conn.run("select pg_advisory_unlock_shared(hashtext('alcuin.migrate'))")


async def list_sequences(conn: Conn) -> dict[str, int]:
    """How far each has come. Sequences know no snapshot: they are never behind their rows."""
    found = await conn.all(
        _Sequence,
        """
        select sequencename::text as name, last_value as last from pg_sequences
        where schemaname = 'public' and last_value is not null order by sequencename
        """,
    )
    return {sequence.name: sequence.last for sequence in found}


async def list_sequence_names(conn: Conn) -> set[str]:
    found = await conn.value(
        list[str],
        "select array_agg(sequencename::text) from pg_sequences where schemaname = 'public'",
    )
    return set(found or ())


async def set_sequence(conn: Conn, name: str, last: int) -> None:
    await conn.run("select setval(quote_ident($1)::regclass, $2)", name, last)


async def lock_people(conn: Conn) -> None:
    """Wait for another restore, if there is one, and keep registrations out."""
    await conn.raw.execute("lock table app_user in access exclusive mode")


async def analyze(conn: Conn, tables: Sequence[Table]) -> None:
    """Let the planner know what came."""
    await conn.raw.execute(f"analyze {', '.join(quoted(table.name) for table in tables)}")


async def empty(conn: Conn, tables: Sequence[Table]) -> None:
    """Empty them in this transaction, so that COPY may write rows as frozen."""
    await conn.raw.execute(f"truncate {', '.join(quoted(table.name) for table in tables)}")


async def list_props(conn: Conn) -> list[Prop]:
    """Foreign keys, then indexes: in this order down, in the other one up."""
    return await conn.all(
        Prop,
        """
        with ours as (
          select oid from pg_class
          where relnamespace = 'public'::regnamespace and relkind = 'r' and relowner = (
            select relowner from pg_class where oid = to_regclass('public.alembic_version')))
        select down, up from (
          select 1 as turn, conname as name,
                 format('alter table %s drop constraint %I', conrelid::regclass, conname) as down,
                 format('alter table %s add constraint %I %s', conrelid::regclass, conname,
                        pg_get_constraintdef(oid)) as up
          from pg_constraint
          where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
            and conrelid in (select oid from ours)
          union all
          select 2, i.indexrelid::regclass::text, format('drop index %s', i.indexrelid::regclass),
                 pg_get_indexdef(i.indexrelid)
          from pg_index i
          where i.indrelid in (select oid from ours)
            and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
        ) prop order by turn, name
        """,
    )


async def has_people(conn: Conn) -> bool:
    """Every course, enrollment and file hangs on somebody's account."""
    if await conn.value(str, "select to_regclass('public.app_user')::text") is None:
        return False
    return bool(await conn.value(bool, "select exists (select from app_user)"))


async def is_served(conn: Conn) -> bool:
    """Web processes, workers or commands hold connections to this database."""
    return bool(
        await conn.value(
            bool,
            """
            select exists (select from pg_stat_activity
              where datname = current_database() and application_name = 'alcuin')
            """,
        )
    )
