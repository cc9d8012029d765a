"""The room under test."""

import pytest

from alcuin.kit.actor import Role
from tests.progress.classroom import Classroom, Member
from tests.progress.fixtures import ada, busy_room, room

__all__ = ["ada", "admin", "busy_room", "room"]


@pytest.fixture
async def admin(room: Classroom) -> Member:
    """Somebody who writes rules."""
    return await room.somebody("Alma", Role.ADMIN)
