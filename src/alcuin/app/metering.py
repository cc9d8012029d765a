"""Where the processes of a group count, and the application that shows it."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import msgspec

from alcuin.app.application import application
from alcuin.app.parts import Parts
from alcuin.kit.http.visit import AsgiApp
from alcuin.kit.metrics import Board
from alcuin.ops.metrics import Metrics, MetricsDoor, PoolGauges, WebGauges, sampling


class Place(msgspec.Struct, frozen=True):
    """A process's own row among those of its group."""

    board: Board
    name: str


def places(workers: int) -> list[Place]:
    """One for each web process, and the last for jobs. To be made before they are forked.

    A worker that belongs to no group counts too, though nobody asks: the queue is in the database.
    """
    names = [*(f"web-{number}" for number in range(1, workers + 1)), "jobs"]
    board = Board(names)
    return [Place(board, name) for name in names]


@asynccontextmanager
async def metered(parts: Parts, place: Place) -> AsyncIterator[AsgiApp]:
    """The application of a web process, with `/metrics` where a token opens it."""
    row = place.board.take(place.name)
    gauges = WebGauges(row, parts.database.pool, parts.shelf, parts.streams)
    gate = application(parts, row)
    token = parts.settings.metrics_token
    async with sampling(gauges):
        if token is None:
            yield gate
        else:
            metrics = Metrics(place.board, parts.database, gate.traffic, gauges)
            yield MetricsDoor(gate, token, metrics.page)


def observed(parts: Parts, place: Place) -> AbstractAsyncContextManager[None]:
    """What of a worker is counted."""
    return sampling(PoolGauges(place.board.take(place.name), parts.database.pool))
