"""Learners and authors who work over HTTP until they are told to stop, whatever happens.

A request that failed, or was told to come again, is sent again as it was until it is answered:
what its last answer acknowledges stands in the diary.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import msgspec

from tests.drills.diary import UNAVAILABLE, Diary
from tests.drills.wire import Answer, Broken, Forgotten, Question, Refused, Wire

AGAIN_SECONDS = 0.05
IN_FLIGHT = "idempotency_in_flight"


class Course(msgspec.Struct, frozen=True):
    """What clients need to know of a course: sections as (lesson, section), in their order."""

    id: UUID
    sections: tuple[tuple[UUID, UUID], ...]


class Someone(msgspec.Struct, frozen=True):
    """A person with a session; `token` makes an access token for it."""

    id: UUID
    email: str
    token: Callable[[], str]


class ToldToStop(Exception):
    """The drill is over, and this request was never answered."""


class Client:
    """One person at one connection."""

    def __init__(self, port: int, who: Someone, diary: Diary, stop: asyncio.Event) -> None:
        self.who = who
        self.diary = diary
        self.stop = stop
        self._wire = Wire(port)

    async def insist(self, question: Question) -> Answer:
        """Ask until there is an answer other than "later". Raises ToldToStop."""
        while True:
            try:
                answer = await self.diary.ask(self._wire, question)
                if answer.status != UNAVAILABLE and not _under_way(answer):
                    return answer
            except (Refused, Broken, Forgotten):
                pass
            if self.stop.is_set():
                raise ToldToStop
            await asyncio.sleep(AGAIN_SECONDS)

    def asking(
        self, name: str, method: str, path: str, body: object = None, **headers: str
    ) -> Question:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return Question(name, method, path, self.who.token(), body, named)

    def hang_up(self) -> None:
        self._wire.hang_up()

    def complain(self, about: str, answer: Answer) -> None:
        self.diary.complaints.append(f"{about}: {answer.status} {answer.body[:200].decode()}")


def _under_way(answer: Answer) -> bool:
    """The first request with this key has not ended: only a retry sees that."""
    return answer.status == 409 and answer.code == IN_FLIGHT


class Learner(Client):
    """Enrolls in course after course, completes them, claims time, looks at the progress."""

    async def study(self, courses: Sequence[Course], rng: Random, pause: float) -> None:
        await self.forget_password()
        for course in rng.sample(courses, len(courses)):
            await self.enroll(course)
            for lesson, section in course.sections:
                await self.complete(lesson, section)
                if rng.random() < 0.3:
                    await self.claim(course, lesson, section, rng)
                if rng.random() < 0.2:
                    await self.look(course)
                if self.stop.is_set():
                    return
                if pause:
                    await asyncio.sleep(pause)

    async def forget_password(self) -> None:
        """A letter by a job: asked for once, so that letters can be counted."""
        asked = self.asking(
            "letter", "POST", "/api/auth/forgot-password", {"email": self.who.email}
        )
        answer = await self.insist(msgspec.structs.replace(asked, token=None))
        if answer.status == 202:
            self.diary.letters.add(self.who.email)
        elif answer.status != 429:  # five an hour: only retries get there
            self.complain("asking for a letter", answer)

    async def enroll(self, course: Course) -> None:
        answer = await self.insist(self.enrolling(course))
        if answer.status in (200, 201):
            self.diary.enrolled.add((self.who.id, course.id))
        else:
            self.complain("enrolling", answer)

    async def complete(self, lesson: UUID, section: UUID) -> None:
        answer = await self.insist(self.completing(lesson, section))
        if answer.status != 200:
            self.complain("completing", answer)
            return
        first = self.diary.completed.setdefault((self.who.id, section), answer.data["completedAt"])
        if first != answer.data["completedAt"]:
            self.complain(f"completed at {first} before", answer)

    async def claim(self, course: Course, lesson: UUID, section: UUID, rng: Random) -> None:
        """Time of the last minutes; claims overlap, as those of two devices do."""
        end = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=rng.randint(1, 300))
        start = end - timedelta(seconds=rng.randint(1, 120))
        said = {
            "startTime": start,
            "endTime": end,
            "activity": "reading",
            "courseId": course.id,
            "lessonId": lesson,
            "sectionId": section,
        }
        answer = await self.insist(self.asking("time", "POST", "/api/progress/time", said))
        if answer.status in (200, 201):
            self.diary.claimed.add((self.who.id, start, end))
        else:
            self.complain("claiming time", answer)

    async def look(self, course: Course) -> None:
        """Read one's own writes: never fewer than were acknowledged."""
        known = sum(
            (self.who.id, section) in self.diary.completed for _, section in course.sections
        )
        answer = await self.insist(
            self.asking("progress", "GET", f"/api/progress/courses/{course.id}?explain=true")
        )
        if answer.status != 200 or _sections_shown(answer) < known:
            self.complain(f"{known} sections were acknowledged", answer)

    def enrolling(self, course: Course) -> Question:
        return self.asking("enroll", "POST", f"/api/courses/{course.id}/enroll")

    def completing(self, lesson: UUID, section: UUID) -> Question:
        path = f"/api/progress/lessons/{lesson}/sections/{section}/complete"
        return self.asking("complete", "POST", path)


def _sections_shown(answer: Answer) -> int:
    return len(answer.data["explanation"]["counted"])


class Author(Client):
    """Edits, adds and publishes; each act carries a key, so that a retry is no second act."""

    async def write(self, courses: Sequence[Course], rng: Random) -> None:
        while not self.stop.is_set():
            course = rng.choice(courses)
            for _ in range(3):
                await self.edit(rng.choice(course.sections)[1])
            if rng.random() < 0.3:
                await self.add(course.sections[0][0])
            await self.publish(course)
            await asyncio.sleep(0.1)

    async def edit(self, section: UUID) -> None:
        title = f"Title {uuid4().hex[:12]}"
        path = f"/api/sections/{section}"
        if section in self.diary.titles:  # it may be done and never said
            self.diary.titles[section].append(title)
        answer = await self.insist(
            self.asking("edit", "PATCH", path, {"title": title}, If_Match="*")
        )
        if answer.status == 200:
            self.diary.titles[section] = [title]
        else:
            self.complain("editing", answer)

    async def add(self, lesson: UUID) -> None:
        new = {"title": f"Added {uuid4().hex[:12]}", "content": "More."}
        path = f"/api/lessons/{lesson}/sections"
        answer = await self.insist(
            self.asking("add", "POST", path, new, Idempotency_Key=uuid4().hex)
        )
        if answer.status == 201:
            self.diary.added.add(UUID(answer.data["id"]))
        else:
            self.complain("adding", answer)

    async def publish(self, course: Course) -> None:
        path = f"/api/courses/{course.id}/publish"
        answer = await self.insist(
            self.asking("publish", "POST", path, {"note": ""}, Idempotency_Key=uuid4().hex)
        )
        if answer.status != 201:
            self.complain("publishing", answer)
            return
        release = answer.data["release"]["number"]
        if release <= self.diary.published.get(course.id, 0):
            self.complain("a release that was there before", answer)
        self.diary.published[course.id] = release
