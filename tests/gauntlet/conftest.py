"""The whole application, made once; everything that a test does is rolled back."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import SoloDatabase
from tests.matrix.campus import Campus


@pytest.fixture(scope="session")
async def one_campus(solo: SoloDatabase) -> AsyncIterator[Campus]:
    built = Campus(solo)
    async with built.client:
        yield built


@pytest.fixture
async def campus(one_campus: Campus, rolled_back: SoloDatabase) -> Campus:
    """With an empty log."""
    one_campus.app.stop()
    one_campus.log.seek(0)
    one_campus.log.truncate()
    return one_campus
