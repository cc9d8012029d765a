"""What is looked at once a second instead of counted: a request pays nothing for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence, Sized
from contextlib import asynccontextmanager
from typing import Protocol

from alcuin.kit.metrics import Row

SECONDS = 1.0


class Sampled(Protocol):
    """Cells that are written anew from time to time."""

    def sample(self) -> None: ...


class Pool(Protocol):
    """A pool of connections, as far as numbers go."""

    @property
    def size(self) -> int: ...
    @property
    def open(self) -> int: ...
    @property
    def lent(self) -> int: ...
    @property
    def waiting(self) -> int: ...


class Cache(Protocol):
    """A memory with a budget."""

    hits: int
    misses: int

    @property
    def used(self) -> int: ...
    @property
    def entries(self) -> int: ...


class PoolGauges:
    """Size, open, lent and waiting."""

    def __init__(self, row: Row, pool: Pool) -> None:
        self.begin = row.gauges(4)
        self._cells = row.cells
        self._pool = pool

    def sample(self) -> None:
        pool = self._pool
        for place, number in enumerate((pool.size, pool.open, pool.lent, pool.waiting)):
            self._cells[self.begin + place] = float(number)


class CacheGauges:
    """Bytes and entries as they are; hits and misses added to what was counted before."""

    def __init__(self, row: Row, cache: Cache) -> None:
        self.begin = row.gauges(2)
        self.totals = row.counters(2)
        self._cells = row.cells
        self._cache = cache
        self._known = (0, 0)

    def sample(self) -> None:
        cache, cells = self._cache, self._cells
        cells[self.begin] = float(cache.used)
        cells[self.begin + 1] = float(cache.entries)
        cells[self.totals] += cache.hits - self._known[0]
        cells[self.totals + 1] += cache.misses - self._known[1]
        self._known = (cache.hits, cache.misses)


class StreamGauges:
    """Event streams that are open."""

    def __init__(self, row: Row, streams: Sized) -> None:
        self.begin = row.gauges(1)
        self._cells = row.cells
        self._streams = streams

    def sample(self) -> None:
        self._cells[self.begin] = float(len(self._streams))


class WebGauges:
    """Everything that a web process looks at; its cells are in the same order in each."""

    def __init__(self, row: Row, pool: Pool, cache: Cache, streams: Sized) -> None:
        self.pool = PoolGauges(row, pool)
        self.cache = CacheGauges(row, cache)
        self.streams = StreamGauges(row, streams)

    def sample(self) -> None:
        _sample((self.pool, self.cache, self.streams))


@asynccontextmanager
async def sampling(*gauges: Sampled) -> AsyncIterator[None]:
    """Look at all of them each second while the block runs."""
    _sample(gauges)
    task = asyncio.create_task(_forever(gauges))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _forever(gauges: Sequence[Sampled]) -> None:
    while True:
        await asyncio.sleep(SECONDS)
        _sample(gauges)


def _sample(gauges: Sequence[Sampled]) -> None:
    for each in gauges:
        each.sample()
