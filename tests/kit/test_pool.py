"""The pool lends each connection to one borrower, keeps its bound, and survives what breaks."""

import asyncio
from typing import Any

import pytest

from alcuin.kit.pool import KEPT, Pool


class Line:
    """A connection that can break."""

    def __init__(self) -> None:
        self.closed = False
        self.busy = False

    def is_closed(self) -> bool:
        return self.closed

    def is_in_transaction(self) -> bool:
        return self.busy

    def terminate(self) -> None:
        self.closed = True

    async def close(self) -> None:
        self.closed = True


class Exchange:
    """Makes lines, or fails to."""

    def __init__(self) -> None:
        self.made: list[Line] = []
        self.is_down = False

    async def connect(self) -> Line:
        await asyncio.sleep(0)
        if self.is_down:
            raise ConnectionRefusedError
        self.made.append(Line())
        return self.made[-1]


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


async def test_what_was_given_back_last_is_lent_first(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 5)
    first, second = await pool.acquire(timeout=1), await pool.acquire(timeout=1)
    await pool.release(first)
    await pool.release(second)

    assert await pool.acquire(timeout=1) is second
    await pool.close()


async def test_forty_borrowers_share_three_and_nobody_has_anothers(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 3)
    held: set[Any] = set()

    async def borrow() -> None:
        line = await pool.acquire(timeout=5)
        assert line not in held
        held.add(line)
        await asyncio.sleep(0)
        held.discard(line)
        await pool.release(line)

    await asyncio.gather(*(borrow() for _ in range(40)))

    assert len(exchange.made) == 3
    assert (pool.open, pool.lent) == (3, 0)
    await pool.close()


async def test_who_waits_too_long_is_told_and_leaves_the_line(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 1)
    line = await pool.acquire(timeout=1)

    with pytest.raises(TimeoutError):
        await pool.acquire(timeout=0.01)
    await pool.release(line)

    assert await pool.acquire(timeout=1) is line
    await pool.close()


async def test_a_borrower_who_is_cancelled_in_line_loses_nothing(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 1)
    line = await pool.acquire(timeout=1)
    waiting = asyncio.create_task(pool.acquire(timeout=5))
    await asyncio.sleep(0)
    await pool.release(line)  # handed over, but the borrower never comes to take it
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert await pool.acquire(timeout=1) is line
    await pool.close()


async def test_one_in_the_middle_of_a_transaction_is_not_lent_again(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 1)
    line = await pool.acquire(timeout=1)
    line.busy = True
    await pool.release(line)

    assert line.closed
    assert await pool.acquire(timeout=1) is not line
    await pool.close()


async def test_broken_ones_are_replaced_also_for_those_in_line(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 1)
    line = await pool.acquire(timeout=1)
    waiting = asyncio.create_task(pool.acquire(timeout=5))
    await asyncio.sleep(0)
    line.closed = True
    await pool.release(line)

    assert await waiting is exchange.made[1]
    await pool.close()


async def test_the_right_to_open_one_passes_on_from_who_has_gone(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 1)
    line = await pool.acquire(timeout=1)
    first, second = (asyncio.create_task(pool.acquire(timeout=1)) for _ in range(2))
    await asyncio.sleep(0)
    line.closed = True
    await pool.release(line)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)

    assert await second is exchange.made[1]
    await pool.close()


async def test_while_nobody_answers_each_is_told_and_afterwards_all_is_well(
    exchange: Exchange,
) -> None:
    pool = Pool(exchange.connect, 2)
    exchange.is_down = True
    for _ in range(5):
        with pytest.raises(ConnectionRefusedError):
            await pool.acquire(timeout=1)
    exchange.is_down = False

    lines = [await pool.acquire(timeout=1) for _ in range(2)]

    assert len(set(lines)) == 2
    for line in lines:
        await pool.release(line)
    await pool.close()


async def test_a_rush_leaves_no_more_behind_than_are_needed(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 10)
    for line in [await pool.acquire(timeout=1) for _ in range(10)]:
        await pool.release(line)
    pool._swept()  # noqa: SLF001  half a minute passes
    await pool.release(await pool.acquire(timeout=1))
    pool._swept()  # noqa: SLF001  and another

    assert pool.open == KEPT + 1
    await pool.close()


async def test_a_closed_pool_closes_what_comes_back(exchange: Exchange) -> None:
    pool = Pool(exchange.connect, 2)
    line = await pool.acquire(timeout=1)
    await pool.close()
    await pool.release(line)

    assert line.closed
    assert pool.open == 0
