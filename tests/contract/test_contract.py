"""What the OpenAPI document says is what is answered, to whoever asks whatever.

`make fuzz` makes up 50,000 requests (ALCUIN_FUZZ says how many, ALCUIN_FUZZ_SEED where to
begin); here each operation is tried a few times. Each round has a seed, which is printed, and a
database of its own: the same seed makes up the same requests, but for ids and what follows from
answers.
"""

import asyncio
import json
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

from alcuin.app.refusals import REFUSALS
from alcuin.kit.db import open_database
from alcuin.ops.embedded import Server
from tests.conftest import at, copied
from tests.contract.fuzzing import Asked, Found, fuzz
from tests.contract.grounds import served
from tests.matrix.campus import Campus

CASES = int(os.environ.get("ALCUIN_FUZZ", "0"))
SEED = int(os.environ.get("ALCUIN_FUZZ_SEED", "2026"))
WHO = (None, "owner", "administrator", "enrolled", "assistant", "stranger")
EVERYTHING = ["examples", "coverage", "fuzzing", "stateful"]
ALONE = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


async def _tried(server: Server, template: str, asked: Asked) -> Found:
    """One round on fresh grounds; our faults are failures too."""
    async with copied(server, template) as name:
        database = await open_database(at(server.url, name), REFUSALS, size=10)
        try:
            async with served(database) as (campus, grounds):
                loop = asyncio.get_running_loop()
                found = await loop.run_in_executor(ALONE, fuzz, grounds, asked)
                found.failures |= _faults(campus)
        finally:
            await asyncio.wait_for(database.pool.close(), 10)
    return found


def _faults(campus: Campus) -> dict[str, str]:
    campus.app.stop()
    lines = map(json.loads, campus.log.getvalue().splitlines())
    return {f"fault: {line['fault']}": str(line) for line in lines if line["event"] == "fault"}


def _require_sound(found: Found) -> None:
    told = "\n\n".join(f"{name}\n{said}" for name, said in found.failures.items())
    assert not found.failures, told
    assert not [status for status in found.statuses if status >= 500 or not status]


@pytest.mark.parametrize("who", [None, "owner"])
async def test_each_operation_answers_as_its_document_says(
    server: Server, template: str, who: str | None
) -> None:
    asked = Asked(who, SEED, ["examples", "fuzzing"], examples=2)
    found = await _tried(server, template, asked)
    _require_sound(found)
    assert found.cases > 200
    if who:
        assert len(found.succeeded) > 30, sorted(found.succeeded)


@pytest.mark.drill
@pytest.mark.timeout(7200)
@pytest.mark.skipif(not CASES, reason="`make fuzz` runs it")
async def test_fifty_thousand_requests_are_answered_as_the_document_says(
    server: Server, template: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, began, seed = Found(), time.monotonic(), SEED
    while whole.cases < CASES:
        who = WHO[seed % len(WHO)]
        found = await _tried(server, template, Asked(who, seed, EVERYTHING, examples=30))
        whole.add(found, f"seed {seed}, {who or 'nobody'}")
        with capsys.disabled():
            print(f"\nseed {seed}, {who or 'nobody'}: {found.told()}", end="", flush=True)  # noqa: T201  for whoever runs it
        seed += 1
    with capsys.disabled():
        print(f"\nin {time.monotonic() - began:.0f} s: {whole.told()}")  # noqa: T201  as above
    _require_sound(whole)
