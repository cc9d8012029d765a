"""What the room forgets, and what it keeps."""

from datetime import timedelta

from alcuin.activity import CRONS, PURGE, jobs
from alcuin.kit.jobs import JobContext
from tests.activity.days import NOON, at, contents, credited, digest
from tests.progress.classroom import Classroom, Member


async def test_claims_are_forgotten_after_400_days_and_what_was_credited_stays(
    room: Classroom, ada: Member
) -> None:
    for days in (0, 399, 401):
        moment = NOON + timedelta(days=days)
        await at(room, moment)
        await credited(ada, moment - timedelta(minutes=10), 600)
    (job,), (cron,) = jobs(), CRONS
    assert (job.name, type(cron.payload)) == (cron.job, job.payload)
    await job.run(JobContext(room.database, 1, 1), cron.payload)
    assert await room.value("select count(*) from time_entry") == 2
    await digest(room, ada)
    assert (await ada.sees("/api/progress/time/summary"))["totalSeconds"] == 1800


async def test_a_course_that_is_purged_takes_its_claims_along(room: Classroom, ada: Member) -> None:
    await at(room, NOON)
    sun, moon = await room.course({"A": ["a"]}), await room.course({"B": ["b"]}, title="Other")
    for minutes, course in ((30, sun), (20, moon)):
        await ada.enrolls(course)
        start = NOON - timedelta(minutes=minutes)
        await credited(ada, start, 300, courseId=str(course.id))
    await credited(ada, NOON - timedelta(minutes=10), 300)
    await digest(room, ada)
    before = await contents(room)
    async with room.database.transaction() as conn:
        await PURGE.purge_course(conn, sun.id)
    left = await room.value("select array_agg(course_id) from time_entry")
    assert sorted(map(str, left)) == sorted([str(moon.id), "None"])
    await digest(room, ada)
    assert await contents(room) == before
