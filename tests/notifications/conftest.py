"""The room under test."""

from collections.abc import AsyncIterator

import pytest

from tests.notifications.house import House
from tests.progress.classroom import Classroom
from tests.progress.fixtures import ada, busy_room, room

__all__ = ["ada", "busy_room", "room"]


@pytest.fixture
async def house(room: Classroom) -> AsyncIterator[House]:
    """Everything rolled back at the end."""
    built = House(room)
    await built.begin()
    async with built.client:
        yield built


@pytest.fixture
async def busy_house(busy_room: Classroom) -> AsyncIterator[House]:
    """Real commits and ten connections, for races and streams."""
    built = House(busy_room)
    await built.begin()
    async with built.client:
        yield built
