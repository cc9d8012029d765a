"""An installation with people in it, whom a drill lets work while it breaks something."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID

import asyncpg

from alcuin.adapters.tokens import JwtSigner
from alcuin.app.refusals import REFUSALS
from alcuin.kit.db import Database, open_database
from tests.drills.crowd import Author, Course, Learner, Someone, ToldToStop
from tests.drills.diary import NEVER, Diary
from tests.drills.installation import Installation
from tests.drills.invariants import violations
from tests.drills.practice import eventually, is_read_to_the_end
from tests.progress.classroom import Classroom

DRILL = int(os.environ.get("ALCUIN_DRILL", "0"))
IS_FULL = DRILL > 0
LEARNERS = 12
PEOPLE = 4_000
COURSES = 4
OUTLINE = {f"Lesson {n}": [f"Section {n}.{m}" for m in range(1, 9)] for n in range(1, 6)}

NEWCOMERS = """
with u as (
  insert into app_user (email, email_key, name, role, password_hash, time_zone, email_verified_at)
  select 'l' || n || '@example.org', 'l' || n || '@example.org', 'Learner', 'STUDENT', '-',
    'Asia/Tokyo', now()
  from generate_series(1, $1) n returning id, email),
s as (
  insert into session (user_id, expires_at)
  select id, now() + interval '1 day' from u returning id, user_id)
select u.id, u.email, s.id as session_id from u join s on s.user_id = u.id
"""
NO_JOBS = "select not exists (select from pgqueuer where status <> 'failed')"


class Journey:
    """Everything a drill needs. Made once; drills follow each other on the same data."""

    author: Someone

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.diary = Diary()
        self.seed = secrets.randbits(32)
        self.rng = Random(self.seed)  # noqa: S311  repeatable, not secret
        self.courses: list[Course] = []
        self._signing_key = installation.secret
        self._people: Iterator[Someone] = iter(())

    async def prepare(self) -> None:
        """Courses and accounts, made as rooms and SQL make them."""
        database = await open_database(self.installation.url, REFUSALS, size=2)
        room = Classroom(database)
        async with room.client:
            for n in range(COURSES):
                made = await room.course(OUTLINE, title=f"Course {n}")
                pairs = ((made.lessons[made.lesson_of[t]], s) for t, s in made.sections.items())
                self.courses.append(Course(made.id, tuple(pairs)))
            teacher = await room.teacher()
        rows = await self.rows(NEWCOMERS, PEOPLE)
        await database.pool.close()
        self.author = self._someone(teacher.id, "", teacher.person.session_id)
        self._people = (self._someone(r["id"], r["email"], r["session_id"]) for r in rows)

    def _someone(self, user_id: UUID, address: str, session_id: UUID) -> Someone:
        def token() -> str:
            return JwtSigner(self._signing_key).access(user_id, session_id)

        return Someone(user_id, address, token)

    def newcomer(self, diary: Diary | None = None) -> Learner:
        """A learner whom nobody has seen yet."""
        return Learner(
            self.installation.port, next(self._people), diary or self.diary, asyncio.Event()
        )

    # ------------------------------------------------------------------ people at work

    @asynccontextmanager
    async def busy(self, pause: float = 0.0) -> AsyncIterator[None]:
        """People work until the block ends, and then until what they asked is answered.

        `pause` seconds between a learner's requests leave the machine to what is waited for.
        """
        self.diary.begin()
        stop = asyncio.Event()
        tasks = [asyncio.create_task(self._seat(stop, pause)) for _ in range(LEARNERS)]
        tasks.append(asyncio.create_task(self._desk(stop)))
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)

    async def _seat(self, stop: asyncio.Event, pause: float) -> None:
        """One learner after the other."""
        rng = Random(self.rng.random())  # noqa: S311  as above
        while not stop.is_set():
            learner = Learner(self.installation.port, next(self._people), self.diary, stop)
            try:
                await learner.study(self.courses, rng, pause)
            except ToldToStop:
                pass
            finally:
                learner.hang_up()

    async def _desk(self, stop: asyncio.Event) -> None:
        author = Author(self.installation.port, self.author, self.diary, stop)
        try:
            await author.write(self.courses, Random(self.rng.random()))  # noqa: S311  as above
        except ToldToStop:
            pass
        finally:
            author.hang_up()

    async def some_work(self, requests: int, seconds: float = 30) -> None:
        """Wait until so many more requests have been answered well."""
        wanted = self.good() + requests
        await eventually(lambda: self.good() >= wanted, seconds)

    async def back_after(self, moment: float, seconds: float = 50) -> float:
        """Seconds from `moment` until a request sent after it was answered well."""
        await eventually(lambda: self.diary.first_good_after(moment) < NEVER, seconds)
        return self.diary.first_good_after(moment)

    def good(self) -> int:
        return sum(200 <= told.status < 300 for told in self.diary.told)

    async def under_way(self, *names: str) -> int:
        """Wait until one of these is under way; answers how many requests are."""
        async with asyncio.timeout(10):
            while not any(self.diary.in_flight[name] for name in names):  # noqa: ASYNC110  a moment
                await asyncio.sleep(0)
        return self.diary.waiting

    # ------------------------------------------------------------------ afterwards

    async def violations(self) -> dict[str, int]:
        """What breaks the invariants once everything is read and every job has run."""
        await self.installation.ready()
        await self.quiet()
        raw = await asyncpg.connect(self.installation.owner_url)
        try:
            return await violations(self.installation, self.diary, raw)
        finally:
            await raw.close()

    async def quiet(self, seconds: float = 60) -> None:
        """Wait until the log is read to its end and no job waits or runs."""
        database = await open_database(self.installation.owner_url, {}, size=1)
        try:
            await eventually(lambda: self._is_quiet(database), seconds)
        finally:
            await database.pool.close()

    async def _is_quiet(self, database: Database) -> bool:
        return await is_read_to_the_end(database) and bool(await self.value(NO_JOBS))

    async def rows(self, sql: str, *args: object) -> list[asyncpg.Record]:
        raw = await asyncpg.connect(self.installation.owner_url)
        try:
            rows: list[asyncpg.Record] = await raw.fetch(sql, *args)
            return rows
        finally:
            await raw.close()

    async def value(self, sql: str, *args: object) -> object:
        """One value, as the database's owner."""
        rows = await self.rows(sql, *args)
        return rows[0][0] if rows else None

    def tell(self, drill: str, **figures: object) -> None:
        """Print what happened: seed, what was hit, how requests ended."""
        told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
        print(f"{drill}: seed {self.seed}, {told}, answers {self.diary.statuses()}")  # noqa: T201  worth seeing
