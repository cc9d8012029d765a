"""One scrape: the rows of all processes, and what only the database knows."""

import asyncio
from typing import TypeAlias

import asyncpg
import msgspec

import alcuin
from alcuin.kit.db import Database
from alcuin.kit.http.traffic import BOUNDS, Traffic
from alcuin.kit.metrics import Board, Row
from alcuin.kit.problems import Unavailable
from alcuin.ops.metrics import families as f
from alcuin.ops.metrics.gauges import WebGauges
from alcuin.ops.metrics.processes import usage
from alcuin.ops.metrics.text import Page
from alcuin.ops.queries.standing import (
    JobsStanding,
    ReaderStanding,
    list_jobs_standing,
    list_readers_standing,
)

PATIENCE_SECONDS = 2.0

Samples: TypeAlias = dict[tuple[str, ...], float]
"""Numbers by the values of their labels."""


class Standing(msgspec.Struct, frozen=True):
    """What the database said."""

    jobs: list[JobsStanding]
    readers: list[ReaderStanding]


class Metrics:
    """Everything that can be scraped of a group, as one web process sees it."""

    def __init__(
        self,
        board: Board,
        database: Database,
        traffic: Traffic,
        gauges: WebGauges,
    ) -> None:
        self._board = board
        self._database = database
        self._traffic = traffic
        self._gauges = gauges

    async def page(self) -> bytes:
        """The text. A database that is away costs its own numbers and two seconds at most."""
        standing = await self._standing()
        rows = self._board.rows()
        # The worker reserves none of the cells of web processes.
        web = [row for name, row in rows if name.startswith("web")]
        alive = {name: row for name, row in rows if row.is_alive}
        page = Page()
        page.add(f.BUILD, {(alcuin.__version__,): 1})
        up: Samples = {(name,): float(name in alive) for name, _ in rows}
        page.add(f.UP, {("database",): float(standing is not None), **up})
        self._add_traffic(page, web)
        self._add_pools(page, alive)
        self._add_cache(page, web, alive)
        self._add_streams(page, alive)
        _add_processes(page, alive)
        if standing:
            _add_standing(page, standing)
        return page.encoded()

    async def _standing(self) -> Standing | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._database.statement() as conn:
                return Standing(await list_jobs_standing(conn), await list_readers_standing(conn))
        except (Unavailable, TimeoutError, asyncpg.PostgresError):
            return None

    def _add_traffic(self, page: Page, web: list[Row]) -> None:
        counted = list(self._traffic.counted(web))
        statuses: Samples = {
            (*each.route, status): count
            for each in counted
            for status, count in each.statuses.items()
        }
        page.add(f.REQUESTS, statuses)
        samples = [(each.route, each.buckets, each.seconds) for each in counted]
        page.add_histogram(f.DURATION, BOUNDS, samples)
        under_way = sum(row.cells[self._traffic.under_way] for row in web if row.is_alive)
        page.add(f.UNDER_WAY, {(): under_way})
        page.add(f.LIMITED, _by_label(self._traffic.refused(web)))

    def _add_pools(self, page: Page, alive: dict[str, Row]) -> None:
        kinds = (f.POOL_SIZE, f.POOL_OPEN, f.POOL_IN_USE, f.POOL_WAITING)
        for place, family in enumerate(kinds, self._gauges.pool.begin):
            page.add(family, {(name,): row.cells[place] for name, row in alive.items()})

    def _add_cache(self, page: Page, web: list[Row], alive: dict[str, Row]) -> None:
        cache = self._gauges.cache
        serving = _serving(alive)
        for place, family in enumerate((f.CACHE_BYTES, f.CACHE_ENTRIES), cache.begin):
            page.add(family, {(name,): row.cells[place] for name, row in serving.items()})
        for place, family in enumerate((f.CACHE_HITS, f.CACHE_MISSES), cache.totals):
            page.add(family, {(): sum(row.cells[place] for row in web)})

    def _add_streams(self, page: Page, alive: dict[str, Row]) -> None:
        place = self._gauges.streams.begin
        serving = _serving(alive)
        page.add(f.STREAMS, {(name,): row.cells[place] for name, row in serving.items()})


def _serving(alive: dict[str, Row]) -> dict[str, Row]:
    """Web processes alone: the worker has neither a cache nor streams."""
    return {name: row for name, row in alive.items() if name.startswith("web")}


def _add_processes(page: Page, alive: dict[str, Row]) -> None:
    found = {name: taken for name, row in alive.items() if (taken := usage(row.pid))}
    page.add(f.MEMORY, {(name,): float(taken.resident_bytes) for name, taken in found.items()})
    page.add(f.SHARE, {(name,): float(taken.proportional_bytes) for name, taken in found.items()})
    page.add(f.CPU, {(name,): taken.cpu_seconds for name, taken in found.items()})
    page.add(f.STARTED, {(name,): round(row.started_at, 3) for name, row in alive.items()})


def _add_standing(page: Page, standing: Standing) -> None:
    jobs, readers = standing.jobs, standing.readers
    page.add(f.JOBS, {(each.job, each.state): float(each.jobs) for each in jobs})
    page.add(f.JOBS_OLDEST, {(each.job, each.state): each.oldest_seconds for each in jobs})
    page.add(f.READER_SECONDS, {(each.reader,): each.seconds for each in readers})
    page.add(f.READER_EVENTS, {(each.reader,): float(each.events) for each in readers})
    stopped: Samples = {(each.reader,): float(each.failure is not None) for each in readers}
    page.add(f.READER_STOPPED, stopped)


def _by_label(numbers: dict[str, float]) -> Samples:
    return {(label,): number for label, number in numbers.items()}
