"""The two faults that the locks are there for, planted, and caught by the checks of the races."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg

from alcuin.kit.db import Conn, Database
from alcuin.progress import LEARNERS
from alcuin.progress.actions.catching_up import rebase_batch
from alcuin.progress.actions.completing import settle
from alcuin.progress.queries import rebasing
from alcuin.progress.queries.completing import COMPLETE_SECTION
from tests.drills.practice import eventually
from tests.progress.checking import what_is_wrong
from tests.progress.classroom import Classroom, Course, Member

WITHOUT_ITS_LOCK = COMPLETE_SECTION.replace("for no key update of cp", "")


async def test_a_completion_without_the_lock_is_caught(
    busy_room: Classroom, database_url: str
) -> None:
    """A release published while the statement runs, and a rebase that holds the learner."""
    assert WITHOUT_ITS_LOCK != COMPLETE_SECTION
    assert await _completion_meets_rebase(busy_room, database_url, COMPLETE_SECTION) == {}
    wrong = await _completion_meets_rebase(busy_room, database_url, WITHOUT_ITS_LOCK)
    assert "lesson counters against a recount for the learner's release" in wrong


async def test_a_recount_without_the_lock_is_caught(
    busy_room: Classroom, database_url: str
) -> None:
    """A completion that commits between a rebase's snapshot and its write."""

    async def without_lock(conn: Conn, course: Course, learner: Member) -> None:
        await rebasing.rebase(conn, course.id, [learner.id])

    async def with_lock(conn: Conn, course: Course, _learner: Member) -> None:
        await rebase_batch(conn, course.id)

    assert await _rebase_meets_completion(busy_room, database_url, with_lock) == {}
    wrong = await _rebase_meets_completion(busy_room, database_url, without_lock)
    assert "course counters against a recount for the row's release" in wrong


async def test_a_withdrawal_waits_for_a_completion_and_none_comes_after_it(
    busy_room: Classroom, database_url: str
) -> None:
    course = await busy_room.course({"A": ["one", "two"]})
    ada = await busy_room.somebody()
    await ada.enrolls(course)
    async with _connected(database_url) as raw:
        outer = raw.transaction()
        await outer.start()
        await LEARNERS.withdrawn(Conn(raw, {}), ada.id, course.id)
        completing = asyncio.create_task(ada.completes(course, "one"))
        await _somebody_waits(busy_room)
        await outer.commit()
    assert (await completing).json()["code"] == "withdrawn"
    assert await busy_room.value("select count(*) from section_progress") == 0


# ------------------------------------------------------------------------- interleavings


async def _completion_meets_rebase(room: Classroom, url: str, sql: str) -> dict[str, int]:
    """The statement starts at release 1; release 2 and its rebase come while it waits."""
    course, ada = await _begun(room)
    async with _connected(url) as holding, _connected(url) as running:
        rebase = holding.transaction()
        await rebase.start()
        await rebasing.lock_learner(Conn(holding, {}), ada.id, course.id)
        completing = asyncio.create_task(_sent(running, sql, course, ada))
        await _somebody_waits(room)
        await course.adds_section("A", f"late {course.id}")
        await course.publishes()
        await rebasing.rebase(Conn(holding, {}), course.id, [ada.id])
        await rebase.commit()
        outcome = await completing
    if outcome == "not_in_release":  # provisional, as the edge knows: decided under the lock
        await _settles(room.database, course, ada, "one")
    return await _wrong(room.database)


async def _rebase_meets_completion(
    room: Classroom, url: str, rebase: Callable[[Conn, Course, Member], Awaitable[None]]
) -> dict[str, int]:
    """A completion has written and not committed when the rebase begins."""
    course, ada = await _begun(room)
    async with _connected(url) as holding, _connected(url) as running:
        completing = holding.transaction()
        await completing.start()
        assert await _sent(holding, COMPLETE_SECTION, course, ada) == "completed"
        await course.adds_section("A", f"late {course.id}")
        await course.publishes()

        async def rebased() -> None:
            async with running.transaction():
                await rebase(Conn(running, {}), course, ada)

        task = asyncio.create_task(rebased())
        await _somebody_waits(room)
        await completing.commit()
        await task
    return await _wrong(room.database)


async def _begun(room: Classroom) -> tuple[Course, Member]:
    course = await room.course({"A": ["one", "two"]})
    ada = await room.somebody()
    await ada.enrolls(course)
    return course, ada


async def _sent(raw: asyncpg.Connection, sql: str, course: Course, who: Member) -> str:
    outcome: str = await raw.fetchval(
        sql, who.person.session_id, who.id, course.lessons["A"], course.sections["one"]
    )
    return outcome


async def _somebody_waits(room: Classroom) -> None:
    """For a lock, in this database."""

    async def is_waiting() -> bool:
        return bool(
            await room.value(
                """
                select count(*) from pg_locks l join pg_stat_activity a using (pid)
                where not l.granted and a.datname = current_database()
                """
            )
        )

    await eventually(is_waiting)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    raw = await asyncpg.connect(url)
    try:
        yield raw
    finally:
        await raw.close()


async def _settles(database: Database, course: Course, who: Member, title: str) -> None:
    async with database.transaction() as conn:
        await settle(conn, who.person, course.lessons["A"], course.sections[title])


async def _wrong(database: Database) -> dict[str, int]:
    async with database.transaction() as conn:
        return await what_is_wrong(conn)
