"""A storm of sign-ins waits in its own line, and gives way to everybody else."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from alcuin.adapters.passwords import NICENESS, Argon2Hasher, Busy
from tests.identity.house import House

THREADS = 2


@pytest.fixture
def hasher() -> Argon2Hasher:
    return Argon2Hasher(memory_kib=8, passes=1, threads=THREADS, longest_line=20)


async def test_r30_few_sign_in_at_once_and_who_came_first_goes_first(hasher: Argon2Hasher) -> None:
    inside, most, order = 0, 0, list[int]()

    async def signs_in(number: int) -> None:
        nonlocal inside, most
        async with hasher.turn():
            inside += 1
            most = max(most, inside)
            order.append(number)
            await hasher.verify("a guess", None)
            inside -= 1

    await asyncio.gather(*(signs_in(number) for number in range(20)))
    assert most == 2 * THREADS
    assert order == sorted(order)


async def test_r30_a_line_that_is_too_long_is_told_to_come_again(hasher: Argon2Hasher) -> None:
    leave = asyncio.Event()

    async def waits() -> None:
        async with hasher.turn():
            await leave.wait()

    line = [asyncio.create_task(waits()) for _ in range(20)]
    await asyncio.sleep(0)
    with pytest.raises(Busy) as refused:
        await waits()
    assert int(refused.value.headers["retry-after"]) > 0
    leave.set()
    await asyncio.gather(*line)
    async with hasher.turn():
        pass  # there is room again


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux")
async def test_r30_hashing_is_less_urgent_than_answering(hasher: Argon2Hasher) -> None:
    before = _niceness()
    await asyncio.gather(*(hasher.hash("a password") for _ in range(8)))
    raised = [nice for thread, nice in _niceness().items() if thread not in before]
    assert raised
    assert set(raised) == {NICENESS}
    assert all(nice == before[thread] for thread, nice in _niceness().items() if thread in before)


def _niceness() -> dict[int, int]:
    """Of each thread of this process."""
    threads = [int(path.name) for path in Path("/proc/self/task").iterdir()]
    return {thread: os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}


async def test_r30_a_class_signs_in_at_once_from_one_address(house: House) -> None:
    """Right passwords on their way count as guesses until they are proven: few are, at a time."""
    addresses = [f"pupil{number}@example.org" for number in range(60)]
    for address in addresses:
        await house.user(address)
    answers = await asyncio.gather(*(house.sign_in(address) for address in addresses))
    assert {answer.status_code for answer in answers} == {200}
