"""The room under test."""

import pytest

from tests.catalog.school import Author, School
from tests.rooms import both_kinds

school, busy_school = both_kinds(School)


@pytest.fixture
async def ada(school: School) -> Author:
    """An instructor."""
    return await school.somebody()
