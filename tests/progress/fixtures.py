"""A classroom, for the tests of every room that people study in."""

import pytest

from tests.progress.classroom import Classroom, Member
from tests.rooms import both_kinds

room, busy_room = both_kinds(Classroom)


@pytest.fixture
async def ada(room: Classroom) -> Member:
    """A learner."""
    return await room.somebody("Ada")
