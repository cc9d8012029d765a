"""The room under test."""

from collections.abc import AsyncIterator

import pytest

from alcuin.kit.db import Database
from tests.identity.house import House


@pytest.fixture
async def house(rolled_back: Database) -> AsyncIterator[House]:
    """Everything rolled back at the end."""
    built = House(rolled_back)
    async with built.client:
        yield built


@pytest.fixture
async def busy_house(database: Database) -> AsyncIterator[House]:
    """Real commits and ten connections, for races."""
    built = House(database)
    async with built.client:
        yield built
