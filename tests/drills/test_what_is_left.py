"""After everything: connections, descriptors and memory are what they were."""

import time
from typing import Any

import msgspec
import psutil
import pytest

from alcuin.app import wiring
from tests.drills.installation import WEB_PROCESSES
from tests.drills.journey import IS_FULL, Journey
from tests.drills.practice import eventually
from tests.drills.test_postgres import END_ONE

BACK_SECONDS = 150
"""Idle connections beyond two a pool are closed within two sweeps of 30 s."""

SLACK = 1.3
IDLE = WEB_PROCESSES * 3 + 2 * (len(wiring.readers()) + 3)
"""Connections at rest: a listener and two of the pool; a worker's readers all look at once."""

CONNECTIONS = "select count(*) from pg_stat_activity where usename = 'alcuin_app'"


class Held(msgspec.Struct, frozen=True):
    """What the installation holds: memory in MiB, what processes share counted once."""

    connections: int
    descriptors: int
    memory: float


@pytest.mark.skipif(not IS_FULL, reason="waits for two sweeps of the pools: make drill")
@pytest.mark.timeout(BACK_SECONDS * 3)
async def test_v10_connections_descriptors_and_memory_return_to_their_base(
    journey: Journey,
) -> None:
    async with journey.busy():
        await journey.some_work(500)
    await eventually(lambda: is_back(journey, Held(IDLE, 10_000, 10_000)), BACK_SECONDS)
    base = await held(journey)
    async with journey.busy():
        for _ in range(5):
            await journey.some_work(200)
            await journey.value(END_ONE)
            journey.installation.kill_postgres()
            await journey.back_after(time.monotonic())
    most = await held(journey)
    await eventually(lambda: is_back(journey, base), BACK_SECONDS)
    journey.tell("V10", base=base, right_after=most, in_the_end=await held(journey))
    assert await journey.violations() == {}


async def is_back(journey: Journey, base: Held) -> bool:
    now = await held(journey)
    return (
        now.connections <= base.connections + 2
        and now.descriptors <= base.descriptors + 10
        and now.memory <= base.memory * SLACK
    )


async def held(journey: Journey) -> Held:
    ours: list[Any] = journey.installation.ours()  # psutil ships no types
    return Held(
        connections=int(str(await journey.value(CONNECTIONS))),
        descriptors=sum(each.num_fds() for each in ours),
        memory=round(sum(memory(each) for each in ours) / 2**20, 1),
    )


def memory(process: Any) -> int:  # Any: as above
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0
