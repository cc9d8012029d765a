"""Publishing counts everybody anew, without anybody asking."""

from tests.drills.practice import eventually
from tests.progress.checking import what_is_wrong
from tests.progress.classroom import Classroom
from tests.progress.working import working


async def test_publishing_brings_every_learner_to_the_new_release(
    busy_room: Classroom, database_url: str
) -> None:
    course = await busy_room.course({"Sun": ["Light", "Heat"]})
    learners = [await busy_room.somebody(f"L{n}") for n in range(3)]
    for learner in learners:
        await learner.enrolls(course)
        await learner.completes(course, "Light")
    async with working(busy_room.database, database_url):
        await course.drops("Heat")
        await course.publishes()

        async def all_there() -> bool:
            behind = "select count(*) from course_progress where release < 2"
            return bool(await busy_room.value(behind) == 0)

        await eventually(all_there)
    assert await busy_room.value("select count(completed_at) from course_progress") == 3
    async with busy_room.database.transaction() as conn:
        assert await what_is_wrong(conn) == {}
