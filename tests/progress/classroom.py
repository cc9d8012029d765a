"""Courses, people and everything that a learner may do over HTTP, with sessions that are real."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx

from alcuin import achievements, activity, analytics, catalog, enrollment, progress
from alcuin.catalog import CurrentReleases, Difficulty, NewCourse, NewLesson, NewSection, Shelf
from alcuin.catalog.actions import lessons, sections
from alcuin.catalog.data.lessons import LessonEdit
from alcuin.identity import SessionDoorkeeper
from alcuin.kit.actor import Person, Role, System
from alcuin.kit.db import Database
from alcuin.kit.http import HttpSettings, create_app
from alcuin.kit.problems import Unauthenticated

SETTINGS = HttpSettings(
    public_url="http://localhost:8000", secret_key=b"a secret of a test", environment="test"
)
SYSTEM = System("a test")


class PlainTokens:
    """A signer whose tokens say what they say: `user.session`."""

    access_seconds = 600

    def read_access(self, token: str) -> tuple[UUID, UUID]:
        user, _, session = token.partition(".")
        try:
            return UUID(user), UUID(session)
        except ValueError:
            raise Unauthenticated from None


class Member:
    """Somebody with an account, signed in."""

    def __init__(self, room: "Classroom", person: Person) -> None:
        self.room = room
        self.person = person
        self.id = person.user_id

    async def asks(self, method: str, path: str, **more: Any) -> httpx.Response:
        token = f"Bearer {self.person.user_id}.{self.person.session_id}"
        headers = {"authorization": token} | more.pop("headers", {})
        return await self.room.client.request(method, path, headers=headers, **more)

    async def sees(self, path: str) -> Any:
        """What GET shows as data."""
        answer = await self.asks("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def refused(self, method: str, path: str) -> tuple[int, str]:
        answer = await self.asks(method, path)
        return answer.status_code, answer.json().get("code", "")

    async def enrolls(self, course: "Course") -> httpx.Response:
        return await self.asks("POST", f"/api/courses/{course.id}/enroll")

    async def withdraws(self, course: "Course") -> httpx.Response:
        return await self.asks("DELETE", f"/api/courses/{course.id}/enroll")

    async def completes(self, course: "Course", title: str) -> httpx.Response:
        """Complete a section, or a lesson, by its title."""
        return await self.asks("POST", course.to_complete(title))

    async def progress(self, course: "Course", **query: str) -> Any:
        answer = await self.asks("GET", f"/api/progress/courses/{course.id}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


class Course:
    """A course whose parts are called by their titles, each of which stands there once."""

    def __init__(self, room: "Classroom", course_id: UUID, slug: str) -> None:
        self.room = room
        self.id = course_id
        self.slug = slug
        self.lessons: dict[str, UUID] = {}
        self.sections: dict[str, UUID] = {}
        self.lesson_of: dict[str, str] = {}

    def to_complete(self, title: str) -> str:
        if title in self.lessons:
            return f"/api/progress/lessons/{self.lessons[title]}/complete"
        lesson = self.lessons[self.lesson_of[title]]
        return f"/api/progress/lessons/{lesson}/sections/{self.sections[title]}/complete"

    async def adds_lesson(self, title: str, requires: Sequence[str] = ()) -> None:
        new = NewLesson(title=title, requires=[self.lessons[each] for each in requires])
        async with self.room.database.transaction() as conn:
            self.lessons[title] = (await catalog.add_lesson(conn, SYSTEM, self.id, new)).id

    async def adds_section(self, lesson: str, title: str, *, preview: bool = False) -> None:
        new = NewSection(title=title, content=f"All about {title}.", preview=preview)
        async with self.room.database.transaction() as conn:
            added = await catalog.add_section(conn, SYSTEM, self.lessons[lesson], new)
        self.sections[title], self.lesson_of[title] = added.id, lesson

    async def drops(self, title: str) -> None:
        async with self.room.database.transaction() as conn:
            if title in self.lessons:
                await lessons.delete_lesson(conn, SYSTEM, self.lessons[title])
            else:
                await sections.delete_section(conn, SYSTEM, self.sections[title])

    async def moves(self, title: str, to: str) -> None:
        async with self.room.database.transaction() as conn:
            await sections.move_section(
                conn, SYSTEM, self.sections[title], lesson_id=self.lessons[to]
            )
        self.lesson_of[title] = to

    async def retitles(self, lesson: str, title: str) -> None:
        async with self.room.database.transaction() as conn:
            held = await lessons.hold_lesson(conn, SYSTEM, self.lessons[lesson])
            await lessons.edit_lesson(conn, SYSTEM, held, LessonEdit(title=title))

    async def requires(self, lesson: str, required: Sequence[str]) -> None:
        wanted = LessonEdit(requires=[self.lessons[each] for each in required])
        async with self.room.database.transaction() as conn:
            held = await lessons.hold_lesson(conn, SYSTEM, self.lessons[lesson])
            await lessons.edit_lesson(conn, SYSTEM, held, wanted)

    async def publishes(self) -> None:
        async with self.room.database.transaction() as conn:
            await catalog.publish(conn, SYSTEM, self.id, note="", image_hosts=frozenset())

    async def unpublishes(self) -> None:
        async with self.room.database.transaction() as conn:
            await catalog.unpublish(conn, SYSTEM, self.id)

    async def archives(self) -> None:
        async with self.room.database.transaction() as conn:
            await catalog.archive(conn, SYSTEM, self.id)


class Classroom:
    """The rooms from the catalog up, over HTTP."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._people = 0
        self._teacher: Member | None = None
        self.releases = CurrentReleases(database)
        self.shelf = Shelf(database, 32_000_000)
        app = create_app(
            [
                *catalog.routes(frozenset()),
                *enrollment.routes(progress.LEARNERS),
                *progress.routes(self.releases, self.shelf),
                *activity.routes(),
                *achievements.routes(),
                *analytics.routes(self.shelf),
            ],
            database=database,
            doorkeeper=SessionDoorkeeper(PlainTokens()),  # type: ignore[arg-type]  # reads only
            settings=SETTINGS,
            log=io.BytesIO(),
        )
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url=SETTINGS.public_url,
            headers={"accept-encoding": "identity"},
        )

    async def somebody(
        self, name: str = "Ada", role: Role = Role.STUDENT, *, verified: bool = True
    ) -> Member:
        self._people += 1
        async with self.database.transaction() as conn:
            person = await conn.one(
                Person,
                """
                with u as (
                  insert into app_user (email, email_key, name, role, password_hash, time_zone,
                    email_verified_at)
                  values ($1, $1, $2, $3, '-', 'Asia/Tokyo', case when $4 then kit_now() end)
                  returning *),
                s as (
                  insert into session (user_id, expires_at)
                  select id, kit_now() + interval '10 years' from u returning id)
                select u.id as user_id, s.id as session_id, u.role, $4 as verified,
                  u.time_zone, u.language from u, s
                """,
                f"person{self._people}@example.org",
                name,
                role,
                verified,
            )
        return Member(self, person)

    async def teacher(self) -> Member:
        """Who owns the courses of this classroom."""
        if self._teacher is None:
            self._teacher = await self.somebody("Tycho", Role.INSTRUCTOR)
        return self._teacher

    async def course(
        self,
        lessons: Mapping[str, Sequence[str]],
        *,
        requires: Mapping[str, Sequence[str]] | None = None,
        published: bool = True,
        title: str = "Stars",
        category: str = "Sky",
        difficulty: Difficulty = Difficulty.INTERMEDIATE,
    ) -> Course:
        """A course of lessons with the titles of their sections; a `*` ends a preview's."""
        owner = await self.teacher()
        new = NewCourse(
            title=title, description="Of stars.", category=category, difficulty=difficulty
        )
        async with self.database.transaction() as conn:
            made = await catalog.create_course(conn, owner.person, new)
        course = Course(self, made.id, made.slug)
        for lesson, its_sections in lessons.items():
            await course.adds_lesson(lesson, (requires or {}).get(lesson, ()))
            for section in its_sections:
                await course.adds_section(lesson, section.rstrip("*"), preview=section[-1] == "*")
        if published:
            await course.publishes()
        return course

    async def value(self, sql: str, *args: object) -> Any:
        async with self.database.transaction() as conn:
            return await conn.raw.fetchval(sql, *args)

    async def kinds(self, *, user_id: UUID | None = None) -> list[str]:
        """Kinds of what learners did, in their order."""
        async with self.database.transaction() as conn:
            rows = await conn.raw.fetch(
                "select kind from event where user_id = coalesce($1, user_id) order by id",
                user_id,
            )
        return [row["kind"] for row in rows]
