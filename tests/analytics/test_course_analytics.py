"""Numbers of courses: random histories against an oracle that reads the raw log."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alcuin import enrollment, progress
from alcuin.catalog.actions.trash import purge_next
from alcuin.kit.actor import Role
from tests.activity.days import at, claims, part_of
from tests.analytics import oracle
from tests.analytics.history import contents, digest
from tests.progress.classroom import Classroom, Course, Member

BEGIN = datetime(2026, 3, 20, 9, tzinfo=UTC)
ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")
ACTS = (*["enroll"] * 3, "withdraw", *["complete"] * 6, *["time"] * 4, "republish", "look")
Act = tuple[int, int, int, str, int, str]
SECTIONS = {"A": ["a1", "a2", "a3"], "B": ["b1", "b2"], "C": ["c1"]}


class History:
    """Two courses, three learners, and what they do."""

    def __init__(self, room: Classroom, learners: list[Member], courses: list[Course]) -> None:
        self.room = room
        self.learners = learners
        self.courses = courses
        self.shown = [list(SECTIONS) for _ in courses]
        self.now = BEGIN

    async def lives(self, act: Act) -> None:
        hours, who, which, what, choice, zone = act
        self.now += timedelta(hours=hours, minutes=choice % 7)
        learner, course = self.learners[who], self.courses[which]
        await at(self.room, self.now, learner, zone)
        if what == "enroll":
            await learner.enrolls(course)
        elif what == "withdraw":
            await learner.withdraws(course)
        elif what == "look":
            await learner.asks("GET", f"/api/progress/courses/{course.id}")
        elif what == "republish":
            await self._republishes(which, choice)
        elif what == "complete":
            titles = [*course.sections]
            await learner.completes(course, titles[choice % len(titles)])
        else:
            await self._spends(learner, course, choice)

    async def _spends(self, learner: Member, course: Course, choice: int) -> None:
        part = part_of(course, [*course.sections][choice % len(course.sections)])
        if choice % 3 == 0:
            part = {"courseId": str(course.id)}
        elif choice % 11 == 0:
            part = {}
        await claims(learner, self.now - timedelta(minutes=20), 60 + choice, **part)

    async def _republishes(self, which: int, choice: int) -> None:
        """Drop a lesson, drop a section, add a lesson, or nothing but a new number."""
        course, shown = self.courses[which], self.shown[which]
        if choice % 4 == 0 and len(shown) > 1:
            await course.drops(shown.pop(choice % len(shown)))
        elif choice % 4 == 1 and "a2" in course.sections and "A" in shown:
            await course.drops("a2")
            del course.sections["a2"]
        elif choice % 4 == 2:
            title = f"D{len(course.lessons)}"
            await course.adds_lesson(title)
            await course.adds_section(title, f"{title}s")
            shown.append(title)
        await course.publishes()

    def lessons(self, which: int) -> list[tuple[Any, str]]:
        return [(self.courses[which].lessons[title], title) for title in self.shown[which]]


def acts(rng: Random, many: int) -> list[Act]:
    """Everybody comes at first; then hours since the act before, who, where, what, choice, zone."""
    came = [(rng.randrange(60), n % 3, n // 3, "enroll", 0, rng.choice(ZONES)) for n in range(6)]
    rng.shuffle(came)
    more = [
        (
            rng.choice([0, 0, 1, 5, 20, 30, 100]),
            rng.randrange(3),
            rng.randrange(2),
            rng.choice(ACTS),
            rng.randrange(100),
            rng.choice(ZONES),
        )
        for _ in range(many)
    ]
    return came[: rng.randrange(2, 7)] + more


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # shrinking takes minutes; take this line out to have it
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 2**32),
    many=st.sampled_from([10, 40, 120]),
    later=st.integers(0, 40),
    span=st.sampled_from([0, 20, 120, 365]),
)
async def test_every_number_is_what_an_oracle_counts_from_the_log(
    room: Classroom, seed: int, many: int, later: int, span: int
) -> None:
    rng = Random(seed)  # noqa: S311  repeatable, not secret
    await room.value("delete from event where true")
    await at(room, BEGIN)
    courses = [await room.course(SECTIONS, title=name) for name in ("One", "Other")]
    learners = [await room.somebody() for _ in range(3)]
    history = History(room, learners, courses)
    for act in acts(rng, many):
        await history.lives(act)
    teacher, admin = await room.teacher(), await room.somebody(role=Role.ADMIN)
    # The teacher of an earlier example taught other courses.
    mine = [course.id for course in courses]
    await room.value("delete from course_staff where not course_id = any ($1)", mine)
    now = history.now + timedelta(days=later)
    for who in (teacher, admin):
        await at(room, now, who, ZONES[seed % 4])
    today = now.astimezone(ZoneInfo(ZONES[seed % 4])).date()
    first, last = today - timedelta(span), today - timedelta(span // 20)
    lives = oracle.lives(await digest(room, rng))
    asked = f"?from={first}&to={last}"
    for which, course in enumerate(courses):
        shown = await teacher.sees(f"/api/courses/{course.id}/analytics{asked}")
        assert shown.pop("courseId") == str(course.id)
        assert shown.pop("timeZone") == ZONES[seed % 4]
        of = [*lives[course.id].values()]
        assert shown == oracle.course(of, history.lessons(which), first, last, today)
    first = max(first, last - timedelta(91))
    for who in (teacher, admin):
        shown = await who.sees(f"/api/analytics?from={first}&to={last}")
        assert shown.pop("timeZone") == ZONES[seed % 4]
        each = [lives[course.id] for course in courses]
        expected = oracle.together(each, first, last, today, everything=who is admin)
        assert shown == expected


async def test_where_a_batch_ends_makes_no_difference(room: Classroom, ada: Member) -> None:
    """Down to the rows: nothing is left of what was counted on the way."""
    await at(room, BEGIN)
    courses = [await room.course(SECTIONS, title=name) for name in ("One", "Other")]
    history = History(room, [ada, await room.somebody(), await room.somebody()], courses)
    rng = Random(4)  # noqa: S311  repeatable, not secret
    for act in acts(rng, 60):
        await history.lives(act)
    await digest(room, rng)
    held = await contents(room)
    assert all(held.values()), {table for table, rows in held.items() if not rows}
    for _ in range(3):
        await digest(room, rng)
        assert await contents(room) == held


async def test_nobody_has_stopped_before_fourteen_days_and_who_completed_never(
    room: Classroom,
) -> None:
    await at(room, BEGIN)
    course = await room.course(SECTIONS)
    new, begun, done, gone = [await room.somebody(f"L{n}") for n in range(4)]
    for who in (new, begun, done, gone):
        await who.enrolls(course)
    for who in (begun, gone):
        await who.completes(course, "a1")
    for title in course.sections:
        await done.completes(course, title)
    await gone.withdraws(course)
    await digest(room, Random(1))  # noqa: S311  repeatable, not secret
    for days, stopped in ((13, (0, 0, 0)), (14, (2, 1, 1))):
        teacher = await room.teacher()
        await at(room, BEGIN + timedelta(days=days), teacher, "Asia/Tokyo")
        shown = await teacher.sees(f"/api/courses/{course.id}/analytics")
        off = shown["dropOff"]
        assert (off["learners"], off["beforeFirst"], shown["lessons"][0]["stopped"]) == stopped


async def test_a_cohort_is_followed_for_twelve_weeks(room: Classroom, ada: Member) -> None:
    await at(room, BEGIN, ada, "UTC")
    course = await room.course(SECTIONS)
    await ada.enrolls(course)
    for week, title in ((0, "a1"), (5, "a2"), (12, "a3"), (13, "b1")):
        await at(room, BEGIN + timedelta(weeks=week))
        await ada.completes(course, title)
    await digest(room, Random(1))  # noqa: S311  repeatable, not secret
    teacher = await room.teacher()
    for weeks, active in ((0, [1]), (5, [1, 0, 0, 0, 0, 1]), (20, [1, *[0] * 4, 1, *[0] * 6, 1])):
        await at(room, BEGIN + timedelta(weeks=weeks), teacher, "UTC")
        shown = await teacher.sees(f"/api/courses/{course.id}/analytics?from=2026-03-20")
        (cohort,) = shown["cohorts"]
        assert (cohort["weekOf"], cohort["active"]) == ("2026-03-16", active)


async def test_what_a_new_release_completes_is_completed_and_no_activity(
    room: Classroom, ada: Member
) -> None:
    await at(room, BEGIN, ada, "UTC")
    course = await room.course({"A": ["a", "b"]})
    await ada.enrolls(course)
    await ada.completes(course, "a")
    await at(room, BEGIN + timedelta(days=1))
    await course.drops("b")
    await course.publishes()
    assert (await ada.progress(course))["isCompleted"] is True
    await digest(room, Random(1))  # noqa: S311  repeatable, not secret
    shown = await (await room.teacher()).sees(f"/api/courses/{course.id}/analytics")
    assert (shown["completed"], shown["averageProgress"], shown["lessons"][0]["completed"]) == (
        1,
        100,
        1,
    )
    assert [(day["date"], day["activeLearners"], day["completed"]) for day in shown["days"]] == [
        ("2026-03-20", 1, 0),
        ("2026-03-21", 0, 1),
    ]


async def test_a_course_deleted_for_good_leaves_the_present_and_stays_in_the_past(
    room: Classroom, ada: Member
) -> None:
    await at(room, BEGIN, ada, "UTC")
    courses = [await room.course(SECTIONS, title=name) for name in ("One", "Other")]
    for course in courses:
        await ada.enrolls(course)
        await ada.completes(course, "a1")
    await (await room.teacher()).asks("DELETE", f"/api/courses/{courses[0].id}")
    await at(room, BEGIN + timedelta(days=31))
    async with room.database.transaction() as conn:
        assert await purge_next(conn, [progress.PURGE, enrollment.PURGE]) == courses[0].id
    await digest(room, Random(1))  # noqa: S311  repeatable, not secret
    admin = await room.somebody(role=Role.ADMIN)
    shown = await admin.sees("/api/analytics?from=2026-03-20")
    assert (shown["enrolled"], shown["active"], shown["learners"]) == (1, 1, 2)
    assert shown["days"][0]["enrolled"] == 2
    assert (
        await room.value("select count(*) from course_day where course_id = $1", courses[0].id) == 0
    )


async def test_analytics_are_for_those_who_teach(room: Classroom, ada: Member) -> None:
    assert await ada.refused("GET", "/api/analytics") == (403, "role_needed")
    other = await room.somebody(role=Role.INSTRUCTOR)
    await room.course(SECTIONS)
    shown = await other.sees("/api/analytics")
    assert (shown["courses"], shown["hasMore"], shown["enrolled"], shown["days"]) == (
        0,
        False,
        0,
        [],
    )


async def test_a_span_that_cannot_be_is_refused(room: Classroom) -> None:
    await at(room, BEGIN)
    course, teacher = await room.course(SECTIONS), await room.teacher()
    for path in (f"/api/courses/{course.id}/analytics", "/api/analytics"):
        for query, pointer in (
            ("?from=2025-01-01&to=2026-01-02", "?from"),
            ("?from=2026-05-02&to=2026-05-01", "?to"),
            ("?from=9999-12-31", "?to"),
            ("?to=2026-02-30", "?to"),
            ("?week=1", "?week"),
        ):
            answer = await teacher.asks("GET", path + query)
            assert answer.status_code == 422, query
            assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
        assert (await teacher.sees(f"{path}?to=0001-01-02"))["from"] == "0001-01-01"
        assert (await teacher.sees(path))["to"] == date(2026, 3, 20).isoformat()
