"""The room under test."""

from collections.abc import AsyncIterator

import pytest

from alcuin.kit.db import Database
from tests.catalog.school import Author, School


@pytest.fixture
async def school(rolled_back: Database) -> AsyncIterator[School]:
    """Everything rolled back at the end."""
    built = School(rolled_back)
    async with built.client:
        yield built


@pytest.fixture
async def busy_school(database: Database) -> AsyncIterator[School]:
    """Real commits and ten connections, for races."""
    built = School(database)
    async with built.client:
        yield built


@pytest.fixture
async def ada(school: School) -> Author:
    """An instructor."""
    return await school.somebody()
