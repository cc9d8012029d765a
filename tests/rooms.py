"""What is under test as fixtures, in the two kinds of databases that `conftest` makes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

import pytest

from alcuin.kit.db import Database
from tests.conftest import SoloDatabase


class Building(Protocol):
    """An application with a client in front of it, which is open during a test."""

    @property
    def client(self) -> AbstractAsyncContextManager[object]: ...


B = TypeVar("B", bound=Building)


def both_kinds(build: Callable[[Database], B]) -> tuple[Any, Any]:  # Any: pytest's own
    """Two fixtures: where all is rolled back, and with real commits and connections for races.

    Both are named by the variables of the `conftest` that they are assigned to.
    """

    @pytest.fixture
    async def quiet(rolled_back: SoloDatabase) -> AsyncIterator[B]:
        built = build(rolled_back)
        async with built.client:
            yield built

    @pytest.fixture
    async def busy(database: Database) -> AsyncIterator[B]:
        built = build(database)
        async with built.client:
            yield built

    return quiet, busy
