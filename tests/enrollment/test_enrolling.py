"""Coming into a course and leaving it."""

from uuid import uuid4

from alcuin import enrollment, progress
from alcuin.catalog.actions.trash import purge_next
from tests.progress.classroom import Classroom, Member

SUN = {"Sun": ["Light", "Heat"]}


async def test_enrolling_answers_201_and_the_second_time_200_with_the_same(
    room: Classroom, ada: Member
) -> None:
    """Defect 39."""
    course = await room.course(SUN)
    first, again = await ada.enrolls(course), await ada.enrolls(course)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["data"] == again.json()["data"]
    assert first.json()["data"]["withdrawnAt"] is None
    assert await room.kinds(user_id=ada.id) == ["Enrolled"]


async def test_a_course_is_found_by_its_slug_too(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    assert (await ada.asks("POST", f"/api/courses/{course.slug}/enroll")).status_code == 201


async def test_withdrawing_keeps_the_row_and_answers_200_again(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    first, again = await ada.withdraws(course), await ada.withdraws(course)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["data"]["withdrawnAt"] == again.json()["data"]["withdrawnAt"] is not None
    back = await ada.enrolls(course)
    assert back.status_code == 201
    assert back.json()["data"]["id"] == first.json()["data"]["id"]
    assert await room.kinds(user_id=ada.id) == ["Enrolled", "Withdrawn", "Enrolled"]


async def test_events_of_enrollment_know_the_learners_zone(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    assert await room.value("select time_zone from event where kind = 'Enrolled'") == "Asia/Tokyo"


async def test_only_published_courses_take_newcomers(room: Classroom, ada: Member) -> None:
    draft = await room.course(SUN, published=False)
    path = f"/api/courses/{draft.id}/enroll"
    assert await ada.refused("POST", path) == (404, "course_not_found")
    assert await ada.refused("POST", f"/api/courses/{uuid4()}/enroll") == (404, "course_not_found")
    assert await ada.refused("DELETE", path) == (404, "not_enrolled")
    assert (await room.client.post(path)).status_code == 401
    unverified = await room.somebody(verified=False)
    assert await unverified.refused("POST", path) == (403, "unverified")


async def test_an_archived_course_takes_nobody_back(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await ada.withdraws(course)
    await course.archives()
    path = f"/api/courses/{course.id}/enroll"
    assert await ada.refused("POST", path) == (409, "closed_to_newcomers")
    grace = await room.somebody("Grace")
    assert await grace.refused("POST", path) == (404, "course_not_found")


async def test_one_may_leave_what_was_unpublished(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await course.unpublishes()
    assert (await ada.enrolls(course)).status_code == 200
    assert (await ada.withdraws(course)).status_code == 200


async def test_fields_that_are_not_theirs_to_set_are_refused(room: Classroom, ada: Member) -> None:
    """B2."""
    course = await room.course(SUN)
    answer = await ada.asks(
        "POST", f"/api/courses/{course.id}/enroll", json={"completedAt": "2026-01-01T00:00:00Z"}
    )
    assert answer.status_code == 422
    assert await room.value("select count(*) from enrollment") == 0


async def test_a_purged_course_takes_its_learners_rows_with_it(
    room: Classroom, ada: Member
) -> None:
    course, kept = await room.course(SUN), await room.course(SUN)
    for each in (course, kept):
        await ada.enrolls(each)
        await ada.completes(each, "Light")
    await (await room.teacher()).asks("DELETE", f"/api/courses/{course.id}")
    await room.value("select set_config('alcuin.now', (now() + '31 days')::text, true)")
    async with room.database.transaction() as conn:
        assert await purge_next(conn, [progress.PURGE, enrollment.PURGE]) == course.id
    for table in ("enrollment", "course_progress", "lesson_progress", "section_progress"):
        found = await room.value(f"select array_agg(course_id) from {table}")  # noqa: S608  named above
        assert found == [kept.id]
