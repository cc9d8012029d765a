"""One installation for all drills of a process: each fault comes upon what the last one left."""

from collections.abc import AsyncIterator

import pytest

from tests.drills.installation import Installation
from tests.drills.journey import Journey


@pytest.fixture(scope="session")
async def begun() -> AsyncIterator[Journey]:
    """The installation, with courses and accounts."""
    installation = Installation()
    try:
        await installation.begin()
        made = Journey(installation)
        await made.prepare()
        yield made
    finally:
        installation.end()


@pytest.fixture
async def journey(begun: Journey) -> Journey:
    """Ready: the drill before may have left it broken, and that is not this drill's fault."""
    await begun.installation.ready()
    return begun
