"""Enrolled, active and completed learners of a course."""

from datetime import UTC, datetime, timedelta

from alcuin import analytics
from alcuin.kit.actor import Role
from alcuin.kit.events import rebuild
from tests.activity.days import claims, part_of
from tests.analytics.history import TABLES, contents
from tests.drills.practice import eventually
from tests.progress.classroom import Classroom, Course, Member
from tests.progress.working import working

SUN = {"Sun": ["Light", "Heat"]}


async def test_numbers_follow_what_learners_do_and_a_rebuild_finds_the_same(
    busy_room: Classroom, database_url: str
) -> None:
    course = await busy_room.course(SUN)
    idle, active, gone, finished = [await busy_room.somebody(f"L{n}") for n in range(4)]
    for learner in (idle, active, gone, finished):
        await learner.enrolls(course)
    async with working(busy_room.database, database_url):
        await active.completes(course, "Light")
        for learner in (gone, finished):
            await learner.completes(course, "Light")
            await learner.completes(course, "Heat")
        await gone.withdraws(course)
        await _shows(busy_room, course, enrolled=3, active=2, completed=2)
        await gone.enrolls(course)
        await idle.withdraws(course)
        await _shows(busy_room, course, enrolled=3, active=3, completed=2)
        await claims(active, datetime.now(UTC) - timedelta(hours=1), 60, **part_of(course, "Light"))
        await eventually(lambda: _has_time(busy_room, course))
    held = await contents(busy_room)
    assert all(held.values())
    (numbers,) = analytics.readers()
    assert await rebuild(busy_room.database, numbers) == 2  # type: ignore[arg-type]  # a projection
    assert await _numbers(busy_room, course) == {"enrolled": 3, "active": 3, "completed": 2}
    assert await contents(busy_room) == held
    for table in TABLES:
        of = f"select array_agg(distinct generation) from {table}"  # noqa: S608  names of ours
        assert await busy_room.value(of) == [2], table


async def test_a_course_that_nobody_came_to_has_zeros(room: Classroom) -> None:
    course = await room.course(SUN)
    assert await _numbers(room, course) == {"enrolled": 0, "active": 0, "completed": 0}


async def test_numbers_are_for_the_staff_of_the_course(room: Classroom, ada: Member) -> None:
    """Defect 9."""
    course = await room.course(SUN)
    path = f"/api/courses/{course.slug}/analytics"
    other = await room.somebody(role=Role.INSTRUCTOR)
    assert await ada.refused("GET", path) == (403, "not_staff")
    assert await other.refused("GET", path) == (403, "not_staff")
    assert (await room.client.get(path)).status_code == 401
    admin = await room.somebody(role=Role.ADMIN)
    assert (await admin.sees(path))["courseId"] == str(course.id)
    await course.unpublishes()
    assert await other.refused("GET", path) == (404, "course_not_found")


async def _shows(room: Classroom, course: Course, **numbers: int) -> None:
    async def is_so() -> bool:
        return await _numbers(room, course) == numbers

    await eventually(is_so)


async def _numbers(room: Classroom, course: Course) -> dict[str, int]:
    shown = await (await room.teacher()).sees(f"/api/courses/{course.id}/analytics")
    return {name: shown[name] for name in ("enrolled", "active", "completed")}


async def _has_time(room: Classroom, course: Course) -> bool:
    shown = await (await room.teacher()).sees(f"/api/courses/{course.id}/analytics")
    return bool(shown["seconds"])
