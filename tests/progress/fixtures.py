"""A classroom, for the tests of every room that people study in."""

from collections.abc import AsyncIterator

import pytest

from alcuin.kit.db import Database
from tests.progress.classroom import Classroom, Member


@pytest.fixture
async def room(rolled_back: Database) -> AsyncIterator[Classroom]:
    """Everything rolled back at the end."""
    built = Classroom(rolled_back)
    async with built.client:
        yield built


@pytest.fixture
async def busy_room(database: Database) -> AsyncIterator[Classroom]:
    """Real commits and ten connections, for races."""
    built = Classroom(database)
    async with built.client:
        yield built


@pytest.fixture
async def ada(room: Classroom) -> Member:
    """A learner."""
    return await room.somebody("Ada")
