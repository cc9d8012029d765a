"""A learner's dashboard: every number is what the raw log and rows come to."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from alcuin.catalog.errors import IllegalStatus
from tests.activity.days import NOON, at, credited, digest
from tests.analytics.recount import recounted
from tests.progress.classroom import Classroom, Course, Member

DASHBOARD = "/api/progress/analytics/dashboard"
ZONES = ("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago")
SUN = {"Sun": ["Light", "Heat"], "Spots": ["Cycle"]}


class History:
    """What a learner and a teacher do, one thing after the other, by chance."""

    def __init__(self, room: Classroom, who: Member, rng: Random) -> None:
        self.room, self.who, self.rng = room, who, rng
        self.now = NOON
        self.courses: list[Course] = []
        self.written = 0

    async def begins(self) -> None:
        lessons = {"A": ["a", "b"], "B": ["c"], "C": ["d", "e", "f"], "D": list[str]()}
        for n in range(4):
            made = await self.room.course(lessons, title=f"Course {n}")
            await made.requires(*[("C", ["B"]), ("A", ["C"]), ("B", ["C", "D"])][n % 3])
            await made.publishes()
            self.courses.append(made)

    async def goes_on(self) -> None:
        self.now += timedelta(minutes=self.rng.choice([20, 300, 900, 1500, 4000]))
        await at(self.room, self.now, self.who, self.rng.choice(ZONES))
        course = self.rng.choice(self.courses)
        acts = [self._completes] * 9 + [self._studies] * 6 + [self._comes_or_goes] * 3
        await self.rng.choice([*acts, self._publishes, self._closes])(course)

    async def _completes(self, course: Course) -> None:
        await self.who.completes(course, self.rng.choice([*course.sections, *course.lessons]))

    async def _studies(self, course: Course) -> None:
        where = self.rng.choice([{}, {"courseId": str(course.id)}])
        start = self.now - timedelta(minutes=self.rng.randint(1, 200))
        seconds = (self.now - start).total_seconds() - self.rng.randint(0, 30)
        answer = await self.who.asks(
            "POST",
            "/api/progress/time",
            json={
                "startTime": start.isoformat(),
                "endTime": (start + timedelta(seconds=seconds)).isoformat(),
                "activity": self.rng.choice(["video", "quiz", "lesson"]),
                **where,
            },
        )
        assert answer.status_code in (200, 201, 404, 409), answer.text

    async def _comes_or_goes(self, course: Course) -> None:
        goes = self.rng.random() < 0.2
        await (self.who.withdraws if goes else self.who.enrolls)(course)

    async def _publishes(self, course: Course) -> None:
        """Another release, with a section less or more; the learner's row follows when asked."""
        if self.rng.random() < 0.5 and len(course.sections) > 3:
            title = self.rng.choice(["b", "e", "f"])
            if title in course.sections:
                await course.drops(title)
                del course.sections[title]
        else:
            self.written += 1
            await course.adds_section("B", f"new {self.written}")
        await course.publishes()
        await self.who.asks("GET", f"/api/progress/courses/{course.id}")

    async def _closes(self, course: Course) -> None:
        how = self.rng.choice([course.unpublishes, course.archives, course.publishes])
        with suppress(IllegalStatus):  # what is not published is not archived
            await how()


@pytest.mark.parametrize("seed", range(6))
async def test_every_number_is_what_the_raw_log_and_rows_come_to(
    room: Classroom, ada: Member, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311  repeatable, not secret
    history = History(room, ada, rng)
    await at(room, NOON, ada, "UTC")
    await history.begins()
    for course in history.courses[:3]:
        await ada.enrolls(course)
    for part in range(3):
        for _ in range(15):
            await history.goes_on()
        await digest(room, ada, rng)
        zone = rng.choice(ZONES)
        now = history.now + timedelta(hours=rng.choice([0, 7, 30, 200]))
        await at(room, now, ada, zone)
        expected = await recounted(room, ada, history.courses, now, zone)
        shown = await ada.sees(DASHBOARD)
        assert _without_titles(shown) == expected, (seed, part)
        for course in shown["continueLearning"]:
            told = await _told_of_progress(room, ada, course["courseId"])
            assert {name: course[name] for name in told} == told


async def _told_of_progress(room: Classroom, who: Member, course_id: str) -> dict[str, Any]:
    """The same numbers as another answer has them."""
    progress = await who.sees(f"/api/progress/courses/{course_id}")
    names = (
        *("release", "completionPercentage", "overallProgress", "completedLessons"),
        *("totalLessons", "completedUnits", "totalUnits", "lastAccessedAt"),
    )
    return {name: progress[name] for name in names}


def _without_titles(shown: dict[str, Any]) -> dict[str, Any]:
    shown = {**shown, "continueLearning": [dict(each) for each in shown["continueLearning"]]}
    for course in shown["continueLearning"]:
        assert course.pop("title")
        place = course["next"]
        course["next"] = place and (place["lessonId"], place["sectionId"])
        course["lastAccessedAt"] = datetime.fromisoformat(course["lastAccessedAt"])
    return shown


async def test_a_new_learner_sees_zeros(room: Classroom, ada: Member) -> None:
    await at(room, NOON, ada, "Pacific/Kiritimati")
    shown = await ada.sees(DASHBOARD)
    nothing = {"seconds": 0, "completions": 0, "activeDays": 0}
    assert shown == {
        "coursesEnrolled": 0,
        "coursesInProgress": 0,
        "coursesCompleted": 0,
        "lessonsCompleted": 0,
        "unitsCompleted": 0,
        "overallProgress": 0,
        "totalTimeSpent": 0,
        "totalSeconds": 0,
        "learningStreak": 0,
        "longestStreak": 0,
        "lastActiveDate": None,
        "activeToday": False,
        "skillPoints": 0,
        "today": "2026-05-05",  # there it is the fifth already
        "timeZone": "Pacific/Kiritimati",
        "onToday": nothing,
        "lastSevenDays": nothing,
        "lastThirtyDays": nothing,
        "days": [],
        "recentAchievements": [],
        "continueLearning": [],
    }


async def test_it_says_where_to_go_on_and_names_it_as_the_release_does(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN, title="The Sun")
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.retitles("Sun", "A draft of a title")
    (shown,) = (await ada.sees(DASHBOARD))["continueLearning"]
    assert (shown["title"], shown["slug"], shown["status"]) == ("The Sun", course.slug, "PUBLISHED")
    assert (shown["completionPercentage"], shown["overallProgress"]) == (33, 25)
    assert shown["next"] == {
        "lessonId": str(course.lessons["Sun"]),
        "lessonTitle": "Sun",
        "sectionId": str(course.sections["Heat"]),
        "sectionTitle": "Heat",
    }


async def test_the_last_visited_come_first_three_at_most_and_none_that_is_closed(
    room: Classroom, ada: Member
) -> None:
    courses = [await room.course({"A": ["a", "b"]}, title=f"Course {n}") for n in range(7)]
    for n, course in enumerate(courses):
        await at(room, NOON + timedelta(hours=n))
        await ada.enrolls(course)
        await ada.completes(course, "a")
    await courses[6].unpublishes()
    await ada.completes(courses[5], "b")
    await courses[4].archives()
    await ada.withdraws(courses[3])
    await ada.asks("DELETE", f"/api/courses/{courses[2].id}/enroll")
    await ada.enrolls(courses[2])
    shown = await ada.sees(DASHBOARD)
    ids = [UUID(each["courseId"]) for each in shown["continueLearning"]]
    assert ids == [courses[n].id for n in (4, 2, 1)]
    assert (shown["coursesEnrolled"], shown["coursesInProgress"]) == (6, 5)


async def test_what_is_in_the_trash_does_not_count(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    assert (await ada.sees(DASHBOARD))["coursesEnrolled"] == 1
    teacher = await room.teacher()
    assert (await teacher.asks("DELETE", f"/api/courses/{course.id}")).status_code == 200
    shown = await ada.sees(DASHBOARD)
    assert (shown["coursesEnrolled"], shown["unitsCompleted"], shown["continueLearning"]) == (
        *(0, 0),
        [],
    )


async def test_a_course_whose_release_was_taken_back_is_counted_and_not_offered(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await room.value("delete from release_body where course_id = $1", course.id)
    shown = await ada.sees(DASHBOARD)
    assert (shown["coursesEnrolled"], shown["continueLearning"]) == (1, [])


async def test_days_and_streaks_are_those_of_the_generation_that_is_current(
    room: Classroom, ada: Member
) -> None:
    await at(room, NOON, ada, "UTC")
    await credited(ada, NOON - timedelta(minutes=10), 600)
    await digest(room, ada)
    for table in ("activity_day", "time_total", "streak"):
        await room.value(
            f"update {table} set generation = 7"  # noqa: S608  names above
        )
    assert (await ada.sees(DASHBOARD))["totalSeconds"] == 0
    await room.value("update reader set generation = 7 where name like 'activity.%'")
    shown = await ada.sees(DASHBOARD)
    assert (shown["totalSeconds"], shown["totalTimeSpent"], shown["learningStreak"]) == (600, 10, 1)


async def test_only_who_is_signed_in_and_verified_has_one(room: Classroom, ada: Member) -> None:
    ghost = await room.somebody(verified=False)
    for path in (DASHBOARD, "/api/progress/analytics/learning-path"):
        assert (await room.client.get(path)).status_code == 401
        assert await ghost.refused("GET", path) == (403, "unverified")
    await room.value("update session set revoked_at = now() where user_id = $1", ada.id)
    assert (await ada.refused("GET", DASHBOARD))[0] == 401


async def test_points_and_the_newest_achievements_in_the_language_of_the_account(
    room: Classroom, ada: Member
) -> None:
    await room.value("update app_user set language = 'pt-BR' where id = $1", ada.id)
    await room.value(
        "insert into achievement_text values ('COURSE_MILESTONE', 'pt', '{count} cursos', 'Fez')"
    )
    await room.value(
        """
        insert into achievement_unlocked (user_id, key, rule_key, reached, points, unlocked_at)
        select $1, 'COURSE_MILESTONE_' || n * 5, 'COURSE_MILESTONE', n * 5, 100,
          kit_now() + n * interval '1 day'
        from generate_series(1, 6) n
        """,
        ada.id,
    )
    shown = await ada.sees(DASHBOARD)
    assert shown["skillPoints"] == 600
    newest = shown["recentAchievements"]
    assert [each["reached"] for each in newest] == [30, 25, 20, 15, 10]
    assert (newest[0]["title"], newest[0]["description"]) == ("30 cursos", "Fez")
    assert (await (await room.somebody()).sees(DASHBOARD))["recentAchievements"] == []


async def test_others_are_not_in_it(room: Classroom, ada: Member) -> None:
    await at(room, NOON)
    bob = await room.somebody("Bob")
    course = await room.course(SUN)
    await bob.enrolls(course)
    await bob.completes(course, "Light")
    await digest(room, bob)
    assert (await bob.sees(DASHBOARD))["unitsCompleted"] == 1
    shown = await ada.sees(DASHBOARD)
    assert (shown["unitsCompleted"], shown["days"], shown["coursesEnrolled"]) == (0, [], 0)
