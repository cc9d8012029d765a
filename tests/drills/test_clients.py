"""Requests that come five times, answers that nobody hears, a pool that others use up."""

import asyncio
import time
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.drills.crowd import Course, Learner
from tests.drills.diary import UNAVAILABLE
from tests.drills.journey import DRILL, IS_FULL, Journey
from tests.drills.practice import eventually
from tests.drills.wire import Answer, Question, Wire

COPIES = 5
REPEATED = DRILL * 2 or 6
CROWD = 200
HELD_SECONDS = 12.0 if IS_FULL else 3.5
"""Longer than a request waits for a lock (3 s)."""

SLOW_SECONDS = 20.0
"""Ten times what is promised for "the pool is used up" (2 s)."""

BLOCKS = {
    "LOCK TABLE": "lock table course_progress in access exclusive mode",
    "a long statement": """
        with held as materialized (select from course for update)
        select pg_sleep(12) from (select count(*) from held) h
    """,
    "idle in transaction": "select from course for update",
}


async def test_r24_requests_that_arrive_five_times_act_once(journey: Journey) -> None:
    """Side by side, over connections of their own; a key makes adding such a request too."""
    journey.diary.begin()
    wires = [Wire(journey.installation.port) for _ in range(COPIES)]
    for n in range(REPEATED):
        course, learner = journey.courses[n % len(journey.courses)], journey.newcomer()
        lesson, section = course.sections[n % len(course.sections)]
        answers = await copies(journey, wires, learner.enrolling(course))
        assert {answer.status for answer in answers} <= {200, 201}
        assert sum(answer.status == 201 for answer in answers) == 1
        journey.diary.enrolled.add((learner.who.id, course.id))
        answers = await copies(journey, wires, learner.completing(lesson, section))
        assert len({answer.data["completedAt"] for answer in answers}) == 1
        journey.diary.completed[learner.who.id, section] = answers[0].data["completedAt"]
        answers = await copies(journey, wires, adding(journey, lesson))
        ids = {UUID(answer.data["id"]) for answer in answers if answer.status == 201}
        assert len(ids) == 1
        assert {answer.status for answer in answers} <= {201, 409}
        journey.diary.added |= ids
    for wire in wires:
        wire.hang_up()
    journey.tell("R24", requests=REPEATED * 3, copies=COPIES)
    assert await journey.violations() == {}


async def test_r26_answers_that_nobody_heard_are_given_again(journey: Journey) -> None:
    """The client is gone before the answer; the server acts, and a retry learns what it did."""
    journey.diary.begin()
    wire = Wire(journey.installation.port)
    for n in range(REPEATED):
        course, learner = journey.courses[n % len(journey.courses)], journey.newcomer()
        lesson, section = course.sections[n % len(course.sections)]
        await wire.ask_and_leave(learner.enrolling(course))
        await eventually(lambda c=course, w=learner: enrolled_at(journey, w, c))  # type: ignore[misc]  # bound now
        again = await journey.diary.ask(wire, learner.enrolling(course))
        assert (again.status, again.data["courseId"]) == (200, str(course.id))
        journey.diary.enrolled.add((learner.who.id, course.id))
        await wire.ask_and_leave(learner.completing(lesson, section))
        await eventually(lambda s=section, w=learner: completed_at(journey, w, s))  # type: ignore[misc]  # as above
        again = await journey.diary.ask(wire, learner.completing(lesson, section))
        journey.diary.completed[learner.who.id, section] = again.data["completedAt"]
        new = adding(journey, lesson)
        await wire.ask_and_leave(new)
        await eventually(lambda q=new: added(journey, q))  # type: ignore[misc]  # as above
        again = await journey.diary.ask(wire, new)
        assert (again.status, again.data["id"]) == (201, str(await added(journey, new)))
        journey.diary.added.add(UUID(again.data["id"]))
    wire.hang_up()
    journey.tell("R26", lost=REPEATED * 3)
    assert await journey.violations() == {}


@pytest.mark.parametrize("block", BLOCKS if IS_FULL else ["LOCK TABLE"])
async def test_r27_r28_a_pool_used_up_by_requests_that_wait_for_a_lock(
    journey: Journey, block: str
) -> None:
    """Who finds no connection is told so soon, who waits for the lock a little later."""
    learners = [journey.newcomer() for _ in range(CROWD)]
    probes: dict[str, set[int]] = {"/health": set(), "/health/live": set()}
    slowest_probe = 0.0
    async with journey.busy(), AsyncExitStack() as held:
        before = time.monotonic()
        await journey.some_work(200)
        usual = journey.diary.p95(before)
        other = await asyncpg.connect(journey.installation.owner_url)
        held.push_async_callback(other.close)
        async with other.transaction():
            blocking = asyncio.create_task(other.execute(BLOCKS[block]))
            at = time.monotonic()
            asking = [asyncio.create_task(enrolls(journey, each)) for each in learners]
            while time.monotonic() < at + HELD_SECONDS:
                for path, seen in probes.items():
                    asked_at = time.monotonic()
                    seen.add(await journey.installation.status(path))
                    slowest_probe = max(slowest_probe, time.monotonic() - asked_at)
                await asyncio.sleep(0.1)
            await blocking
        released = time.monotonic()
        await asyncio.gather(*asking)
        await journey.back_after(released)
        await journey.some_work(200)
        after = journey.diary.p95(released)
    waited = [told for told in journey.diary.told if told.status == UNAVAILABLE]
    journey.tell(
        f"R27/R28 {block}",
        no_connection=f"{len([t for t in waited if t.seconds < 2.9])} after "
        f"{max((t.seconds for t in waited if t.seconds < 2.9), default=0):.1f} s at most",
        no_lock=len([t for t in waited if t.seconds >= 2.9]),
        slowest_probe=f"{slowest_probe:.1f} s",
        p95=f"{usual * 1000:.0f} ms before, {after * 1000:.0f} ms after",
    )
    assert len(waited) > CROWD / 2
    assert journey.diary.slowest(UNAVAILABLE) < SLOW_SECONDS
    assert probes["/health/live"] == {200}
    assert probes["/health"] <= {200, UNAVAILABLE}
    assert journey.diary.broken == 0
    assert await journey.violations() == {}, journey.diary.complaints


async def enrolls(journey: Journey, learner: Learner) -> None:
    """Once, and takes no for an answer."""
    wire = Wire(journey.installation.port)
    course = journey.courses[0]
    answer = await journey.diary.ask(wire, learner.enrolling(course))
    if answer.status == 201:
        journey.diary.enrolled.add((learner.who.id, course.id))
    wire.hang_up()


async def copies(journey: Journey, wires: list[Wire], question: Question) -> list[Answer]:
    return await asyncio.gather(*(journey.diary.ask(wire, question) for wire in wires))


def adding(journey: Journey, lesson: UUID) -> Question:
    """The author adds a section; the title tells it from all others."""
    return Question(
        "add",
        "POST",
        f"/api/lessons/{lesson}/sections",
        journey.author.token(),
        {"title": f"Added {uuid4().hex}", "content": "More."},
        {"Idempotency-Key": uuid4().hex},
    )


async def enrolled_at(journey: Journey, learner: Learner, course: Course) -> object:
    sql = "select enrolled_at from enrollment where user_id = $1 and course_id = $2"
    return await journey.value(sql, learner.who.id, course.id)


async def completed_at(journey: Journey, learner: Learner, section: UUID) -> object:
    sql = "select completed_at from section_progress where user_id = $1 and section_id = $2"
    return await journey.value(sql, learner.who.id, section)


async def added(journey: Journey, question: Question) -> object:
    assert isinstance(question.body, dict)
    return await journey.value("select id from section where title = $1", question.body["title"])
