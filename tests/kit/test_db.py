"""What goes wrong for a moment is told as such, and nothing else is."""

import asyncpg
import pytest

from alcuin.kit.db import Database, open_database
from alcuin.kit.problems import Unavailable


async def test_a_server_whose_socket_is_gone_is_unavailable(tmp_path: object) -> None:
    pool = await asyncpg.create_pool(f"postgresql://x@/alcuin?host={tmp_path}", min_size=0)
    with pytest.raises(Unavailable):
        async with Database(pool, {}).statement():
            pass
    await pool.close()


async def test_a_value_of_the_wrong_type_is_a_bug_and_no_fault_of_the_moment(
    database: Database,
) -> None:
    with pytest.raises(asyncpg.DataError):
        async with database.statement() as conn:
            await conn.value(int, "select $1::int", "one")


async def test_a_full_disk_is_unavailable(database: Database) -> None:
    with pytest.raises(Unavailable):
        async with database.statement() as conn:
            await conn.run("do $$ begin raise exception using errcode = '53100'; end $$")


async def test_r28_who_waits_too_long_for_a_lock_is_told_to_come_again(
    database: Database, database_url: str
) -> None:
    hasty = await open_database(database_url, {}, size=2, lock_timeout="50ms")
    async with database.transaction() as holder:
        await holder.run("lock table idempotency")
        with pytest.raises(Unavailable) as refused:
            async with hasty.transaction() as conn:
                await conn.run("delete from idempotency")
    assert refused.value.headers == {"retry-after": "1"}
    async with hasty.transaction() as conn:
        assert await conn.run("delete from idempotency") == 0, "the connection is fit for others"
    await hasty.pool.close()


@pytest.mark.parametrize("edge", ["statement", "transaction"])
async def test_a_connection_cut_in_the_middle_is_unavailable_and_replaced(
    database: Database, edge: str
) -> None:
    with pytest.raises(Unavailable):
        async with getattr(database, edge)() as conn:
            await conn.value(bool, "select pg_terminate_backend(pg_backend_pid())")
    async with database.statement() as conn:
        assert await conn.value(int, "select 1") == 1
