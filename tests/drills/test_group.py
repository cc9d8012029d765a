"""The process group: forks of one parent, and a process beside that holds the database."""

import asyncio
from collections.abc import AsyncIterator

import psutil
import pytest

from tests.drills.installation import WEB_PROCESSES, Installation
from tests.drills.practice import eventually

WITHIN = 30


@pytest.fixture
async def group() -> AsyncIterator[Installation]:
    installation = Installation()
    try:
        installation.serving = installation.serve_alone()
        await installation.ready()
        yield installation
    finally:
        installation.end()


def holder(group: Installation) -> psutil.Process:
    """Who holds the database: neither listens nor works, and has the claim's file open."""
    return next(each for each in group.ours() if holds(each))


def holds(process: psutil.Process) -> bool:
    return any(file.path.endswith("holders.lock") for file in process.open_files())


async def test_whoever_of_the_group_dies_is_replaced_and_nothing_outlives_the_parent(
    group: Installation,
) -> None:
    before = {each.pid for each in group.web()}
    assert len(before) == WEB_PROCESSES
    group.web()[0].kill()
    await eventually(lambda: len({each.pid for each in group.web()} - before) == 1, WITHIN)

    first = holder(group)
    postmaster = group.postgres()[0]
    first.kill()
    await asyncio.to_thread(first.wait, WITHIN)
    await eventually(lambda: any(holds(each) for each in group.ours()), WITHIN)
    assert group.postgres()[0] == postmaster, "the server went on meanwhile"
    await group.ready()

    everybody = [*group.ours(), *group.postgres()]
    assert group.serving
    group.serving.kill()
    await asyncio.to_thread(psutil.wait_procs, everybody, WITHIN)
    assert [each for each in everybody if each.is_running()] == []
