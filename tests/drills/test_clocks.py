"""A node whose clock is an hour off. In full only, and where there is a C compiler."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from alcuin.adapters.tokens import JwtSigner
from tests.drills.crowd import Learner
from tests.drills.journey import IS_FULL, Journey
from tests.drills.practice import eventually
from tests.drills.test_workers import A_DAY_AGO, ALL_TAKEN
from tests.drills.wire import Answer, Question, Wire

HOUR = 3600
LOOKS_SECONDS = 25
"""Each worker looks at its schedules at least every 20 s."""

PRUNED = "select count(*) from pgqueuer_log where status = 'queued' and entrypoint = 'kit.prune'"
SESSION = "select id from session where user_id = $1"
PAST = """
insert into session (user_id, created_at, expires_at)
values ($1, now() - interval '2 hours', now() - interval '10 minutes') returning id
"""
COMPLETED = "select completed_at from section_progress where user_id = $1"

pytestmark = [
    pytest.mark.skipif(not IS_FULL, reason="starts a second installation: make drill"),
    pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler to make moved_clock.so"),
]


class MovedNode:
    """Another group on the same database, with a clock of its own."""

    def __init__(self, journey: Journey, port: int, hours: int) -> None:
        self._wire = Wire(port)
        self.hang_up = self._wire.hang_up
        self._signer = JwtSigner(
            journey.installation.secret, clock=lambda: time.time() + hours * HOUR
        )

    async def asked(self, question: Question, user_id: UUID, session_id: object) -> Answer:
        """With a token that is good by the clock of that node."""
        token = self._signer.access(user_id, UUID(str(session_id)))
        return await self._wire.ask(msgspec.structs.replace(question, token=token))


@pytest.fixture(scope="session")
def moved_clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that moves the clock of whom it is loaded into."""
    made = tmp_path_factory.mktemp("clock") / "moved_clock.so"
    source = Path(__file__).with_name("moved_clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


@pytest.fixture(params=[1, -1])
async def moved(
    journey: Journey, moved_clock: Path, request: pytest.FixtureRequest
) -> AsyncIterator[MovedNode]:
    seconds = str(request.param * HOUR)
    beside = journey.installation.beside(LD_PRELOAD=str(moved_clock), MOVED_SECONDS=seconds)
    async with beside as port:
        node = MovedNode(journey, port, request.param)
        yield node
        node.hang_up()


async def test_r21_what_such_a_node_stores_is_stamped_by_the_database(
    journey: Journey, moved: MovedNode
) -> None:
    journey.diary.begin()
    learner: Learner = journey.newcomer()
    session = await journey.value(SESSION, learner.who.id)
    course = journey.courses[0]
    for question in (learner.enrolling(course), learner.completing(*course.sections[0])):
        answer = await moved.asked(question, learner.who.id, session)
        assert answer.status in (200, 201), answer.body
    at = await journey.value(COMPLETED, learner.who.id)
    assert isinstance(at, datetime)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=10)
    assert await journey.violations() == {}


async def test_r21_such_a_node_revives_no_session(journey: Journey, moved: MovedNode) -> None:
    learner = journey.newcomer()
    past = await journey.value(PAST, learner.who.id)
    me = learner.asking("me", "GET", "/api/auth/me")
    assert (await moved.asked(me, learner.who.id, past)).status == 401


async def test_r21_no_schedule_ticks_twice_beside_such_a_node(
    journey: Journey, moved: MovedNode
) -> None:
    asked = await journey.value(PRUNED)
    assert await journey.value(A_DAY_AGO, ["kit.prune"]) == 1
    await eventually(lambda: journey.value(ALL_TAKEN, ["kit.prune"]), 60)
    await asyncio.sleep(LOOKS_SECONDS)  # so long nothing more may happen
    assert int(str(await journey.value(PRUNED))) - int(str(asked)) == 1
