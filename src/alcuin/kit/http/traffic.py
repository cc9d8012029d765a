"""Requests counted by route: how many, with which status, how long they took; and limits."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import msgspec

from alcuin.kit.http.visit import Visit
from alcuin.kit.metrics import Row
from alcuin.kit.problems import TooMany

Route: TypeAlias = tuple[str, str]
"""Method and template of the path."""

UNKNOWN: Route = ("OTHER", "unknown")
"""All addresses that no route has: their number is for strangers to choose."""

STATUSES = (
    *(200, 201, 202, 204, 206),
    *(301, 302, 303, 304, 307, 308),
    *(400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 416, 422, 428, 429, 431, 499),
    *(500, 503, 507),
)
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper ends of the histogram's buckets in seconds: answers from memory take a tenth of the
first, and after the last a client has given up."""

_PLACE_OF = {status: place for place, status in enumerate(STATUSES)}
_OTHER = len(STATUSES)
_BUCKETS = _OTHER + 1
_SECONDS = _BUCKETS + len(BOUNDS) + 1
_WIDTH = _SECONDS + 1


class Counted(msgspec.Struct, frozen=True):
    """What one route has answered. `buckets` are not added up yet; the last has no end."""

    route: Route
    statuses: dict[str, float]
    buckets: list[float]
    seconds: float


class Traffic:
    """Counts the requests of one process into its row."""

    def __init__(self, row: Row, routes: Iterable[Route]) -> None:
        self.routes = [UNKNOWN, *sorted(routes)]
        self._cells = row.cells
        self.under_way = row.gauges(1)
        self.limits = sorted(_codes(TooMany))
        self._limits = row.counters(len(self.limits))
        self._unknown = row.counters(_WIDTH * len(self.routes))
        self._places = {
            route: self._unknown + number * _WIDTH for number, route in enumerate(self.routes)
        }

    def began(self) -> None:
        """A request has come."""
        self._cells[self.under_way] += 1.0

    def ended(self, route: Route, visit: Visit, seconds: float) -> None:
        """It was answered, or nobody was left to answer."""
        cells = self._cells
        begin = self._places.get(route, self._unknown)
        cells[begin + _PLACE_OF.get(visit.status, _OTHER)] += 1.0
        cells[begin + _BUCKETS + bisect_left(BOUNDS, seconds)] += 1.0
        cells[begin + _SECONDS] += seconds
        cells[self.under_way] -= 1.0
        if visit.status == TooMany.status and visit.refused in self.limits:
            cells[self._limits + self.limits.index(visit.refused)] += 1.0

    def refused(self, rows: Iterable[Row]) -> dict[str, float]:
        """How often each limit refused, by its code."""
        all_cells = [row.cells for row in rows]
        return {
            code: sum(cells[self._limits + number] for cells in all_cells)
            for number, code in enumerate(self.limits)
        }

    def counted(self, rows: Iterable[Row]) -> Iterator[Counted]:
        """What the processes with these routes answered; routes nobody asked are left out."""
        all_cells = [row.cells for row in rows]
        for route, begin in self._places.items():
            sums = [
                sum(cells[cell] for cells in all_cells) for cell in range(begin, begin + _WIDTH)
            ]
            if any(sums):
                yield _counted(route, sums)


def _counted(route: Route, sums: list[float]) -> Counted:
    named = [*map(str, STATUSES), "other"]
    return Counted(
        route,
        {name: count for name, count in zip(named, sums, strict=False) if count},
        sums[_BUCKETS:_SECONDS],
        sums[_SECONDS],
    )


def _codes(kind: type[TooMany]) -> set[str]:
    return {kind.code}.union(*(_codes(each) for each in kind.__subclasses__()))
