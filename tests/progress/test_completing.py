"""Completing sections and lessons: what counts, what stands in the way, who may."""

from uuid import uuid4

from tests.progress.classroom import Classroom, Member

TWO_LESSONS = {"Sun": ["Light", "Heat"], "Moon": ["Tides"]}


async def test_a_completed_section_counts_for_its_lesson_and_course(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    answer = await ada.completes(course, "Light")
    assert answer.status_code == 200
    done = answer.json()["data"]
    assert done.pop("completedAt")
    assert done == {
        "userId": str(ada.id),
        "courseId": str(course.id),
        "lessonId": str(course.lessons["Sun"]),
        "sectionId": str(course.sections["Light"]),
        "release": 1,
        "lessonPercentage": 50,
        "lessonCompleted": False,
        "coursePercentage": 33,
        "courseCompleted": False,
    }


async def test_completing_again_answers_the_same_and_tells_nobody_twice(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await ada.completes(course, "Heat")
    first = await ada.completes(course, "Light")
    again = await ada.completes(course, "Light")
    assert again.status_code == 200
    assert again.json() == first.json()
    assert again.json()["data"]["lessonCompleted"] is True
    assert await room.kinds(user_id=ada.id) == [
        "Enrolled",
        "SectionCompleted",
        "SectionCompleted",
        "LessonCompleted",
    ]


async def test_everything_done_is_a_hundred_percent_and_completes_the_course(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    for title in ("Light", "Heat", "Tides"):
        last = await ada.completes(course, title)
    assert last.json()["data"]["coursePercentage"] == 100
    assert last.json()["data"]["courseCompleted"] is True
    assert (await room.kinds(user_id=ada.id))[-3:] == [
        "SectionCompleted",
        "LessonCompleted",
        "CourseCompleted",
    ]


async def test_events_carry_the_learners_zone_and_local_date(room: Classroom, ada: Member) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await room.value("select set_config('alcuin.now', '2026-03-01 20:00+00', true)")
    await ada.completes(course, "Light")
    assert await room.value(
        "select local_on::text || ' ' || time_zone from event where kind = 'SectionCompleted'"
    ) == ("2026-03-02 Asia/Tokyo")


async def test_completing_section_5_with_prerequisites_open_is_refused_with_the_list(
    room: Classroom, ada: Member
) -> None:
    """C15."""
    course = await room.course(TWO_LESSONS, requires={"Moon": ["Sun"]})
    await ada.enrolls(course)
    refused = await ada.completes(course, "Tides")
    assert refused.status_code == 409
    assert refused.json()["code"] == "lessons_required"
    assert refused.json()["lessons"] == [{"id": str(course.lessons["Sun"]), "title": "Sun"}]
    for title in ("Light", "Heat"):
        await ada.completes(course, title)
    assert (await ada.completes(course, "Tides")).status_code == 200


async def test_a_lesson_is_completed_by_its_sections_not_by_saying_so(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await ada.completes(course, "Heat")
    refused = await ada.completes(course, "Sun")
    assert refused.status_code == 409
    assert refused.json()["code"] == "sections_open"
    assert refused.json()["sections"] == [{"id": str(course.sections["Light"]), "title": "Light"}]
    await ada.completes(course, "Light")
    answer = await ada.completes(course, "Sun")
    assert answer.status_code == 200
    assert answer.json()["data"]["isCompleted"] is True
    assert (await room.kinds(user_id=ada.id)).count("LessonCompleted") == 1


async def test_a_lesson_without_sections_is_one_unit_that_its_learner_completes(
    room: Classroom, ada: Member
) -> None:
    course = await room.course({"Sun": [], "Moon": ["Tides"]}, requires={"Moon": ["Sun"]})
    await ada.enrolls(course)
    assert (await ada.completes(course, "Tides")).status_code == 409
    done = (await ada.completes(course, "Sun")).json()["data"]
    assert (done["completionPercentage"], done["totalSections"]) == (100, 0)
    assert (await ada.completes(course, "Sun")).status_code == 200
    assert (await ada.progress(course))["completionPercentage"] == 50
    await ada.completes(course, "Tides")
    assert (await room.kinds(user_id=ada.id)) == [
        "Enrolled",
        "LessonCompleted",
        "SectionCompleted",
        "LessonCompleted",
        "CourseCompleted",
    ]


async def test_a_lesson_without_sections_obeys_its_prerequisites(
    room: Classroom, ada: Member
) -> None:
    course = await room.course({"Sun": ["Light"], "Moon": []}, requires={"Moon": ["Sun"]})
    await ada.enrolls(course)
    refused = await ada.completes(course, "Moon")
    assert (refused.status_code, refused.json()["code"]) == (409, "lessons_required")


async def test_nobody_completes_what_they_are_not_enrolled_in(room: Classroom, ada: Member) -> None:
    course = await room.course(TWO_LESSONS)
    path = course.to_complete("Light")
    assert await ada.refused("POST", path) == (404, "not_enrolled")
    assert await (await room.teacher()).refused("POST", path) == (404, "not_enrolled")
    assert (await room.client.post(path)).status_code == 401
    unverified = await room.somebody(verified=False)
    assert await unverified.refused("POST", path) == (403, "unverified")
    assert await ada.refused("POST", course.to_complete("Sun")) == (404, "not_enrolled")


async def test_a_section_of_another_lesson_or_course_is_not_there(
    room: Classroom, ada: Member
) -> None:
    """A2 and defect 12."""
    course, other = await room.course(TWO_LESSONS), await room.course({"Mars": ["Dust"]})
    await ada.enrolls(course)
    lesson = course.lessons["Sun"]
    for stranger in (course.sections["Tides"], other.sections["Dust"], uuid4()):
        path = f"/api/progress/lessons/{lesson}/sections/{stranger}/complete"
        assert await ada.refused("POST", path) == (404, "not_enrolled")
    path = f"/api/progress/lessons/{uuid4()}/sections/{course.sections['Light']}/complete"
    assert await ada.refused("POST", path) == (404, "not_enrolled")
    assert (await ada.progress(course))["completedUnits"] == 0


async def test_a_session_that_ended_completes_nothing(room: Classroom, ada: Member) -> None:
    """A12: suspended or signed out, on the very next request."""
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await room.value("update app_user set suspended_at = kit_now() where id = $1", ada.id)
    assert (await ada.completes(course, "Light")).status_code == 401
    assert (await ada.completes(course, "Sun")).status_code == 401
    await room.value("update app_user set suspended_at = null where id = $1", ada.id)
    await room.value(
        "update session set revoked_at = kit_now() where id = $1", ada.person.session_id
    )
    assert await ada.refused("POST", course.to_complete("Light")) == (401, "session_ended")


async def test_the_withdrawn_read_and_do_not_write_and_go_on_when_they_come_back(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await ada.withdraws(course)
    assert await ada.refused("POST", course.to_complete("Heat")) == (409, "withdrawn")
    assert await ada.refused("POST", course.to_complete("Sun")) == (409, "withdrawn")
    shown = await ada.progress(course)
    assert (shown["active"], shown["completedUnits"]) == (False, 1)
    await ada.enrolls(course)
    await ada.completes(course, "Heat")
    assert (await ada.progress(course))["completedUnits"] == 2


async def test_an_unpublished_course_is_closed_and_its_progress_stays_readable(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.unpublishes()
    assert await ada.refused("POST", course.to_complete("Heat")) == (409, "course_closed")
    assert await ada.refused("POST", course.to_complete("Sun")) == (409, "course_closed")
    assert (await ada.progress(course))["completedUnits"] == 1


async def test_in_an_archived_course_the_enrolled_go_on(room: Classroom, ada: Member) -> None:
    course = await room.course(TWO_LESSONS)
    await ada.enrolls(course)
    await course.archives()
    assert (await ada.completes(course, "Light")).status_code == 200
    grace = await room.somebody("Grace")
    assert (await grace.enrolls(course)).status_code == 404
