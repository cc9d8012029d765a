"""Events become notices, once, for those whom they concern."""

import asyncio
from uuid import UUID

import pytest

from alcuin import notifications
from alcuin.kit.db import Conn
from alcuin.kit.events import Event, record, replay
from alcuin.kit.events.following import advance
from alcuin.kit.events.queries.rebuilding import list_by_id
from alcuin.kit.jobs import JobContext
from alcuin.notifications.actions.telling import Release, tell_course
from tests.notifications.house import House, learners
from tests.progress.classroom import Member


async def happens(house: House, kind: str, member: Member, **data: object) -> None:
    async with house.database.transaction() as conn:
        await record(conn, Event(kind=kind, user_id=member.id, data=data or None))


async def test_a_learner_is_told_of_coming_in_and_of_the_end(house: House, ada: Member) -> None:
    course = await house.room.course({"A": ["a"]}, title="Latin")
    await ada.enrolls(course)
    await ada.completes(course, "a")
    await house.digest()
    first, second = (await house.inbox(ada))["data"]
    assert [first["text"], second["text"]] == [
        "You have completed “Latin”",
        "You are enrolled in “Latin”",
    ]
    assert (first["number"], second["number"]) == (2, 1)
    assert (first["kind"], first["courseId"]) == ("COURSE_COMPLETED", str(course.id))
    assert first["data"] == {}
    assert first["readAt"] is None


async def test_an_achievement_is_told_with_its_points(house: House, ada: Member) -> None:
    told = {"achievement": "COURSE_MILESTONE_5", "points": 100}
    async with house.database.transaction() as conn:
        await conn.raw.execute(
            """
            insert into achievement_unlocked (user_id, key, rule_key, reached, points)
            values ($1, 'COURSE_MILESTONE_5', 'COURSE_MILESTONE', 5, 100)
            """,
            ada.id,
        )
    await happens(house, "AchievementUnlocked", ada, **told)
    await happens(house, "AchievementUnlocked", ada, achievement="GONE", points=1)
    await house.digest()
    gone, notice = (await house.inbox(ada))["data"]
    assert notice["kind"] == "ACHIEVEMENT_UNLOCKED"
    assert notice["data"] == told
    assert notice["text"] == "Achievement unlocked: 5 Courses Completed"
    assert gone["text"] == "Achievement unlocked: GONE"


@pytest.mark.parametrize("has_been_there", [False, True])
async def test_a_new_device_is_news_to_whoever_had_one(
    house: House, ada: Member, conn: Conn, *, has_been_there: bool
) -> None:
    if has_been_there:
        await conn.raw.execute(
            """
            insert into sign_in (user_id, at, outcome, device, address, user_agent)
            values ($1, now() - interval '1 day', 'SIGNED_IN', 'NEW', '', '')
            """,
            ada.id,
        )
    for device in ("known", "new"):
        await happens(house, "SignedIn", ada, device=device, session=str(UUID(int=7)))
    await house.digest()
    told = (await house.inbox(ada))["data"]
    assert [each["kind"] for each in told] == ["NEW_DEVICE"] * has_been_there
    assert len(house.mail.sent) == has_been_there


async def test_whoever_was_there_before_sign_ins_were_kept_has_signed_in(
    house: House, ada: Member, conn: Conn
) -> None:
    await conn.raw.execute("update app_user set created_at = now() - interval '91 days'")
    await happens(house, "SignedIn", ada, device="new")
    await house.digest()
    assert len(await house.texts(ada)) == 1


async def test_a_release_is_told_to_the_enrolled_and_to_the_other_staff(
    house: House, ada: Member
) -> None:
    course = await house.room.course({"A": ["a"]}, title="Latin")
    await ada.enrolls(course)
    gone = await house.room.somebody("Gone")
    await gone.enrolls(course)
    await gone.withdraws(course)
    owner, helper = await house.room.teacher(), await house.room.somebody("Helper")
    async with house.database.transaction() as conn:
        await conn.raw.execute(
            "insert into course_staff (course_id, user_id, role) values ($1, $2, 'ASSISTANT')",
            course.id,
            helper.id,
        )
        # What the outer transaction of this test holds still: those who came, came before.
        await conn.raw.execute("update enrollment set enrolled_at = now() - interval '1 hour'")
    await house.digest()
    before = await house.texts(helper)
    await course.publishes()
    await house.digest()
    late = await house.room.somebody("Late")
    assert before == ["“Latin” is published"]
    assert (await house.texts(helper))[0] == "“Latin” has a new release"
    assert (await house.texts(ada))[0] == "“Latin” has a new release"
    assert (await house.inbox(ada))["data"][0]["data"] == {"release": 2}
    assert await house.texts(owner) == await house.texts(late) == []
    assert "new release" not in str(await house.texts(gone))


async def test_thousands_of_learners_are_told_in_batches_and_a_killed_job_goes_on(
    busy_house: House,
) -> None:
    course = await busy_house.room.course({"A": ["a"]})
    await learners(busy_house.room, course.id, 2_500)
    await course.publishes()
    event_id = await busy_house.room.value(
        "select max(id) from event where kind = 'CoursePublished'"
    )
    release = Release(event_id, course.id, 2)

    async def count() -> int:
        return await busy_house.room.value("select count(*)::int from notice")  # type: ignore[no-any-return]

    killed = asyncio.create_task(tell_course(busy_house.database, release, batch=100))
    while await count() < 300:  # noqa: ASYNC110  the truth is in the database
        await asyncio.sleep(0)
    killed.cancel()
    await asyncio.wait([killed])
    assert 300 <= await count() < 2_500
    await asyncio.gather(*(tell_course(busy_house.database, release, batch=400) for _ in range(3)))
    assert await count() == 2_500
    assert await busy_house.room.value("select count(*)::int from notice where number <> 1") == 0


async def test_a_published_course_is_told_by_a_job_and_not_in_the_reaction(house: House) -> None:
    course = await house.room.course({"A": ["a"]})
    await learners(house.room, course.id, 3)
    await replay(house.database, house.reader, after=0, until=10**12)
    assert await house.room.value("select count(*)::int from notice") == 0
    assert [name for name, _ in await house.waiting("notifications.%")] == [
        "notifications.tell_course"
    ]


async def test_nothing_is_told_twice_by_many_workers_a_replay_or_a_lost_key(
    busy_house: House,
) -> None:
    house = busy_house
    ada = await house.room.somebody()
    course = await house.room.course({"A": ["a"]})
    await ada.enrolls(course)
    await ada.completes(course, "a")
    await asyncio.gather(*(advance(house.database, house.reader) for _ in range(8)))
    await house.follow()
    await replay(house.database, house.reader, after=0, until=10**9)
    async with house.database.transaction() as conn:  # as after a restore of another time
        await conn.raw.execute("delete from reaction_done")
    await replay(house.database, house.reader, after=0, until=10**9)
    await house.works(keep=True)
    await house.works()
    assert len(await house.texts(ada)) == 2
    assert len({message.key for message in house.mail.sent}) == len(house.mail.sent) == 1


async def test_what_a_killed_worker_began_is_not_there_and_is_done_by_the_next(
    busy_house: House,
) -> None:
    """Notices, once-key and cursor are one transaction."""
    ada = await busy_house.room.somebody()
    await happens(busy_house, "Enrolled", ada)
    async with busy_house.database.transaction() as conn:
        (event,) = await list_by_id(conn, ["Enrolled"], 0, 10**9, 10)

    async def killed() -> None:
        async with busy_house.database.transaction() as conn:
            await busy_house.reader.react(conn, [event])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await killed()
    assert await busy_house.texts(ada) == []
    await busy_house.follow()
    assert len(await busy_house.texts(ada)) == 1


@pytest.mark.parametrize("column", ["closed_at", "suspended_at"])
async def test_whose_account_is_closed_or_suspended_is_told_nothing(
    house: House, ada: Member, conn: Conn, column: str
) -> None:
    await conn.raw.execute(f"update app_user set {column} = now() where id = $1", ada.id)  # noqa: S608  one of two
    await happens(house, "Enrolled", ada)
    await house.digest()
    assert await house.room.value("select count(*)::int from notice") == 0
    assert house.mail.sent == []


async def test_notices_go_after_90_days_with_their_course_and_with_their_person(
    house: House, ada: Member, conn: Conn
) -> None:
    course, other = await house.room.course({"A": ["a"]}), await house.room.course({"B": ["b"]})
    for each in (course, other):
        await ada.enrolls(each)
    await house.digest()
    await notifications.PURGE.purge_course(conn, course.id)
    assert [each["courseId"] for each in (await house.inbox(ada))["data"]] == [str(other.id)]
    kept = await notifications.PEOPLE.export(conn, ada.id, 10)
    assert len(kept["notices"]) == 1  # type: ignore[arg-type]  # a list
    prune, (cron,) = house.jobs["notifications.prune"], notifications.CRONS
    assert (prune.name, type(cron.payload)) == (cron.job, prune.payload)
    for days, left in ((89, 1), (91, 0)):
        await conn.raw.execute("update notice set created_at = now() - $1 * interval '1 day'", days)
        await prune.run(JobContext(house.database, 1, 1), cron.payload)
        assert await conn.value(int, "select count(*) from notice") == left
    await notifications.PEOPLE.erase(conn, ada.id)
    assert await conn.value(int, "select count(*) from notice_box where user_id = $1", ada.id) == 0
