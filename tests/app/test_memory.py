"""Memory is given back while a process runs, and nothing of it outlives the process's work."""

import asyncio

from alcuin.app.memory import giving_back


async def test_whoever_gives_back_ends_with_the_work() -> None:
    before = asyncio.all_tasks()
    async with giving_back():
        (giving,) = asyncio.all_tasks() - before
        await asyncio.sleep(0)
        assert not giving.done()
    assert giving.cancelled()
    assert asyncio.all_tasks() == before
