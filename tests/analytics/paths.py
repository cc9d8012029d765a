"""Catalogs and learners, and what they are suggested."""

from datetime import timedelta
from typing import Any

from alcuin.catalog import Difficulty
from tests.activity.days import NOON, at
from tests.progress.classroom import Classroom, Course, Member

PATH = "/api/progress/analytics/learning-path"
TEN = {"A": [f"s{n}" for n in range(10)]}
ONE = {"A": ["a"]}


async def path_of(who: Member) -> list[dict[str, Any]]:
    return list((await who.sees(PATH))["suggestions"])


async def reasons(who: Member) -> list[tuple[str, str]]:
    return [(each["reason"], each["title"]) for each in await path_of(who)]


async def begun(room: Classroom, who: Member, title: str, done: int, day: int) -> Course:
    """A course of ten sections, `done` of them, visited on a day from NOON on."""
    await at(room, NOON + timedelta(days=day))
    course = await room.course(TEN, title=title)
    await who.enrolls(course)
    for n in range(done):
        assert (await who.completes(course, f"s{n}")).status_code == 200
    return course


async def finished(
    room: Classroom, who: Member, category: str, difficulty: Difficulty = Difficulty.BEGINNER
) -> Course:
    course = await room.course(ONE, title="Done", category=category, difficulty=difficulty)
    await who.enrolls(course)
    assert (await who.completes(course, "a")).status_code == 200
    return course


async def listed(
    room: Classroom, *titles: str, category: str = "Sky", difficulty: Difficulty
) -> list[Course]:
    """Published one after the other, so that the last is the newest."""
    made = []
    for n, title in enumerate(titles):
        await at(room, NOON + timedelta(minutes=n))
        made.append(await room.course(ONE, title=title, category=category, difficulty=difficulty))
    return made


async def terms(room: Classroom, course: Course, what: str, *, seats: int = 0) -> None:
    await room.value(
        """
        insert into enrollment_terms (course_id, seats_taken) values ($1, $2)
        on conflict (course_id) do update set seats_taken = $2
        """,
        course.id,
        seats,
    )
    await room.value(
        f"update enrollment_terms set {what} where course_id = $1",  # noqa: S608  a test's own text
        course.id,
    )
