"""Web processes killed, told to go one by one, and started anew with another secret key."""

import asyncio
import signal
from contextlib import suppress
from typing import Any

import psutil
import pytest

from tests.drills.diary import UNAVAILABLE
from tests.drills.installation import WEB_PROCESSES, a_secret
from tests.drills.journey import DRILL, Journey
from tests.drills.practice import eventually
from tests.drills.wire import Question, Wire

PAUSE_SECONDS = 0.02
KILLS = DRILL or 3
ROUNDS = DRILL // 10 or 1


@pytest.mark.timeout(60 + KILLS * 10)
async def test_r1_r3_web_processes_killed_while_people_complete_and_enroll(
    journey: Journey,
) -> None:
    """Whoever was cut off asks again; whatever was acknowledged is there, and there once."""
    in_flight = 0
    async with journey.busy():
        for _ in range(KILLS):
            await journey.some_work(20)
            in_flight += await journey.under_way("complete", "enroll")
            await asyncio.sleep(journey.rng.uniform(0, 0.05))  # the drill is about when it hits
            await a_web_process(journey, signal.SIGKILL)
        await journey.some_work(50)
    journey.tell("R1/R3", kills=KILLS, in_flight=in_flight, cut_off=journey.diary.broken)
    assert journey.diary.broken > 0
    assert await journey.violations() == {}, journey.diary.complaints


@pytest.mark.timeout(120 + KILLS * 10)
async def test_r33_web_processes_that_are_told_to_go_fail_no_request(journey: Journey) -> None:
    """A rolling restart behind one socket: the parent starts a new one for each that ends."""
    in_flight = 0
    async with journey.busy():
        await journey.some_work(20)
        for n in range(ROUNDS * WEB_PROCESSES):
            victim = journey.installation.web()[n % WEB_PROCESSES]
            in_flight += await journey.under_way("complete", "enroll")
            victim.terminate()
            await asyncio.to_thread(victim.wait, 60)
            await eventually(lambda: len(journey.installation.web()) == WEB_PROCESSES, 60)
        await journey.some_work(20)
    journey.tell("R33 rolling", in_flight=in_flight, cut_off=journey.diary.broken)
    assert in_flight > 0
    assert (journey.diary.broken, journey.diary.refused) == (0, 0)
    assert set(journey.diary.statuses()) <= {200, 201, 202}
    assert await journey.violations() == {}, journey.diary.complaints


async def test_r33_r36_a_group_stopped_under_load_and_started_with_a_new_secret(
    journey: Journey,
) -> None:
    """All that was sent is answered, newcomers are refused at the door, nobody is logged out."""
    installation = journey.installation
    page = await asked(journey, "/api/courses?limit=1")
    async with journey.busy(PAUSE_SECONDS):
        await journey.some_work(50)
        in_flight = await journey.under_way("complete", "enroll")
        assert installation.serving
        installation.serving.terminate()
        await asyncio.to_thread(installation.serving.wait, 60)
        at_the_door = journey.diary.refused
        installation.secret, installation.previous_secret = a_secret(), installation.secret
        installation.serve_again()
        await installation.ready()
        await journey.some_work(50)
    journey.tell("R33/R36", in_flight=in_flight, cut_off=journey.diary.broken, refused=at_the_door)
    assert in_flight > 0
    assert at_the_door > 0
    assert journey.diary.broken == 0
    assert not journey.diary.count(401)
    assert set(journey.diary.statuses()) <= {200, 201, 202, UNAVAILABLE}
    further = await asked(journey, f"/api/courses?limit=1&cursor={page['pagination']['cursor']}")
    assert further["data"] != page["data"]
    assert await journey.violations() == {}, journey.diary.complaints


async def a_web_process(journey: Journey, how: signal.Signals) -> None:
    """Send a signal to one of them, as soon as there is one."""
    await eventually(journey.installation.web, 60)
    victim = journey.rng.choice(journey.installation.web())
    with suppress(psutil.NoSuchProcess):
        victim.send_signal(how)


async def asked(journey: Journey, path: str) -> Any:  # Any: JSON
    """The JSON of one page."""
    wire = Wire(journey.installation.port)
    answer = await wire.ask(Question("page", "GET", path))
    wire.hang_up()
    assert answer.status == 200, answer.body
    return answer.json
