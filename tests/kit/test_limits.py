"""Attempts are counted exactly."""

import asyncio

from alcuin.kit.db import Conn, Database
from alcuin.kit.limits import count_attempt, give_back_attempt


async def test_attempts_at_once_are_each_counted_once(database: Database) -> None:
    async def attempt() -> int:
        async with database.statement() as conn:
            return await count_attempt(conn, "ada@example.org", 900)

    counts = await asyncio.gather(*(attempt() for _ in range(40)))
    assert sorted(counts) == list(range(1, 41))


async def test_a_window_and_a_key_count_for_themselves(conn: Conn) -> None:
    await conn.run("select set_config('alcuin.now', '2026-03-02T09:14:59Z', true)")
    assert [await count_attempt(conn, "a", 900) for _ in range(2)] == [1, 2]
    assert await count_attempt(conn, "b", 900) == 1
    await conn.run("select set_config('alcuin.now', '2026-03-02T09:15:00Z', true)")
    assert await count_attempt(conn, "a", 900) == 1


async def test_an_attempt_can_be_given_back(conn: Conn) -> None:
    await count_attempt(conn, "a", 900)
    await give_back_attempt(conn, "a", 900)
    assert await count_attempt(conn, "a", 900) == 1
