"""The room under test, within the whole application."""

from collections.abc import AsyncIterator

import pytest

from alcuin.kit.db import Database
from tests.conftest import SoloDatabase
from tests.matrix.campus import Campus


@pytest.fixture
async def campus(rolled_back: SoloDatabase) -> AsyncIterator[Campus]:
    """All that is done is rolled back; the files lie in a folder of their own."""
    built = Campus(rolled_back)
    async with built.client:
        yield built


@pytest.fixture
async def busy_campus(database: Database) -> AsyncIterator[Campus]:
    """With real commits and many connections."""
    built = Campus(database)
    async with built.client:
        yield built
