"""Progress under random histories: whatever authors and learners do, the counters are right."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from alcuin.app.refusals import REFUSALS
from alcuin.kit.db import prepare_connection
from alcuin.progress.actions.catching_up import rebase_batch
from tests.conftest import SoloDatabase, SoloPool
from tests.progress.checking import what_is_wrong
from tests.progress.classroom import Classroom, Course, Member

LEARNERS = 3
ANY = st.integers(0, 1_000)
FAIR = {200, 201, 404, 409}
"""What learners may be told, whatever they try."""


class Histories(RuleBasedStateMachine):
    """Edits, publishes, enrollments, withdrawals and completions in any order."""

    raw: asyncpg.Connection
    runner: asyncio.Runner

    @initialize()
    def begin(self) -> None:
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        self.outer = self.raw.transaction()
        await self.outer.start()
        self.room = Classroom(SoloDatabase(SoloPool(self.raw), REFUSALS))
        self.course: Course = await self.room.course({"A": ["a", "b"], "B": ["c"], "C": []})
        self.learners = [await self.room.somebody(f"L{n}") for n in range(LEARNERS)]
        self.names = 0
        self.gone: set[str] = set()
        self.done: set[tuple[UUID, UUID]] = set()
        self.finished: set[UUID] = set()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            self.runner.run(self._end())

    async def _end(self) -> None:
        await self.room.client.aclose()
        await self.outer.rollback()

    # ------------------------------------------------------------------ authors

    @rule(requires=st.booleans(), which=ANY)
    def add_lesson(self, requires: bool, which: int) -> None:  # noqa: FBT001  drawn by name
        known = self._kept(self.course.lessons)
        needed = [known[which % len(known)]] if requires and known else []
        self.names += 1
        self.runner.run(self.course.adds_lesson(f"L{self.names}", needed))

    @rule(which=ANY)
    def add_section(self, which: int) -> None:
        if known := self._kept(self.course.lessons):
            self.names += 1
            lesson = known[which % len(known)]
            self.runner.run(self.course.adds_section(lesson, f"s{self.names}"))

    @rule(which=ANY)
    def drop_section(self, which: int) -> None:
        if known := self._kept(self.course.sections):
            self._drop(known[which % len(known)])

    @rule(which=ANY)
    def drop_lesson(self, which: int) -> None:
        known = self._kept(self.course.lessons)
        if len(known) > 1:
            lesson = known[which % len(known)]
            self._drop(lesson)
            self.gone |= {s for s, of in self.course.lesson_of.items() if of == lesson}

    @rule(which=ANY, to=ANY)
    def move_section(self, which: int, to: int) -> None:
        sections, lessons = self._kept(self.course.sections), self._kept(self.course.lessons)
        if sections:
            section, lesson = sections[which % len(sections)], lessons[to % len(lessons)]
            self.runner.run(self.course.moves(section, lesson))

    @rule()
    def publish(self) -> None:
        self.runner.run(self.course.publishes())

    @rule()
    def rebase(self) -> None:
        self.runner.run(self._rebase())

    # ------------------------------------------------------------------ learners

    @rule(who=ANY)
    def enroll(self, who: int) -> None:
        self._asks(self._learner(who).enrolls(self.course))

    @rule(who=ANY)
    def withdraw(self, who: int) -> None:
        self._asks(self._learner(who).withdraws(self.course))

    @rule(who=ANY, which=ANY, times=st.integers(1, 3))
    def complete_sections(self, who: int, which: int, times: int) -> None:
        learner, known = self._learner(who), [*self.course.sections]
        for n in range(times):
            title = known[(which + n) % len(known)]
            answer = self._asks(learner.completes(self.course, title))
            if answer is not None:
                self.done.add((learner.id, self.course.sections[title]))
                if answer["courseCompleted"]:
                    self.finished.add(learner.id)

    @rule(who=ANY, which=ANY)
    def complete_lesson(self, who: int, which: int) -> None:
        known = [*self.course.lessons]
        self._asks(self._learner(who).completes(self.course, known[which % len(known)]))

    @rule(who=ANY)
    def look(self, who: int) -> None:
        path = f"/api/progress/courses/{self.course.id}?explain=true"
        shown = self._asks(self._learner(who).asks("GET", path))
        if shown is None:
            return
        counted, missing = (len(shown["explanation"][name]) for name in ("counted", "missing"))
        assert shown["completionPercentage"] == counted * 100 // (counted + missing)
        assert (shown["completionPercentage"] == 100) == (missing == 0)
        assert all(0 <= each["completionPercentage"] <= 100 for each in shown["lessonsProgress"])
        assert 0 <= shown["overallProgress"] <= 100

    # ------------------------------------------------------------------ always

    @invariant()
    def nothing_is_wrong(self) -> None:
        if hasattr(self, "done"):
            self.runner.run(self._check())

    async def _check(self) -> None:
        async with self.room.database.transaction() as conn:
            assert await what_is_wrong(conn) == {}
            kept = await conn.raw.fetch("select user_id, section_id from section_progress")
            ended = await conn.raw.fetch(
                "select user_id from course_progress where completed_at is not null"
            )
        assert self.done <= {(row["user_id"], row["section_id"]) for row in kept}
        assert self.finished <= {row["user_id"] for row in ended}

    async def _rebase(self) -> None:
        async with self.room.database.transaction() as conn:
            await rebase_batch(conn, self.course.id)

    def _asks(self, coroutine: Any) -> Any:
        answer = self.runner.run(coroutine)
        assert answer.status_code in FAIR, answer.text
        return answer.json()["data"] if answer.status_code == 200 else None

    def _learner(self, who: int) -> Member:
        return self.learners[who % LEARNERS]

    def _kept(self, titles: dict[str, UUID]) -> list[str]:
        return [title for title in titles if title not in self.gone]

    def _drop(self, title: str) -> None:
        self.runner.run(self.course.drops(title))
        self.gone.add(title)


async def _connected(url: str) -> asyncpg.Connection:
    raw = await asyncpg.connect(url, server_settings={"timezone": "UTC", "jit": "off"})
    await prepare_connection(raw)
    return raw


def test_no_history_leaves_a_counter_wrong(database_url: str) -> None:
    with asyncio.Runner() as runner:
        raw = runner.run(_connected(database_url))
        machine = type("History", (Histories,), {"raw": raw, "runner": runner})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=15,
                stateful_step_count=25,
                deadline=None,
                database=None,
                # Shrinking takes minutes; take this line out to have it.
                phases=[Phase.generate],
                suppress_health_check=[*HealthCheck],
            ),
        )
        runner.run(raw.close())
