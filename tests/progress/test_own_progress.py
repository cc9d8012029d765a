"""A learner's own progress as it is shown."""

from uuid import uuid4

from alcuin.kit.actor import Role
from tests.progress.classroom import Classroom, Member

COURSE = {"Sun": ["Light", "Heat"], "Moon": [], "Mars": ["Dust"]}


async def test_progress_shows_every_lesson_and_section_in_order(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(COURSE)
    await ada.enrolls(course)
    await ada.completes(course, "Heat")
    shown = await ada.progress(course)
    lessons = shown.pop("lessonsProgress")
    moments = [shown.pop(name) for name in ("startedAt", "lastAccessedAt")]
    assert all(moments)
    assert shown == {
        "userId": str(ada.id),
        "courseId": str(course.id),
        "release": 1,
        "active": True,
        "completionPercentage": 25,
        "overallProgress": 16,
        "completedLessons": 0,
        "totalLessons": 3,
        "completedUnits": 1,
        "totalUnits": 4,
        "isCompleted": False,
        "completedAt": None,
        "completedRelease": None,
    }
    assert [lesson["title"] for lesson in lessons] == ["Sun", "Moon", "Mars"]
    assert [each["completionPercentage"] for each in lessons] == [50, 0, 0]
    light, heat = lessons[0]["sectionsProgress"]
    assert (light["title"], light["completed"], light["completedAt"]) == ("Light", False, None)
    assert (heat["title"], heat["completed"]) == ("Heat", True)
    assert heat["completedAt"]


async def test_both_paths_and_the_slug_show_the_same(room: Classroom, ada: Member) -> None:
    course = await room.course(COURSE)
    await ada.enrolls(course)
    shown = await ada.progress(course)
    for ref in (course.id, course.slug):
        assert await ada.sees(f"/api/courses/{ref}/progress") == shown
        assert await ada.sees(f"/api/progress/courses/{ref}") == shown


async def test_explained_progress_lists_each_counted_and_missing_unit(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(COURSE)
    await ada.enrolls(course)
    assert "explanation" not in await ada.progress(course)
    await ada.completes(course, "Heat")
    await ada.completes(course, "Moon")
    shown = await ada.progress(course, explain="true")
    explained = shown["explanation"]
    assert [unit["title"] for unit in explained["counted"]] == ["Heat", "Moon"]
    assert [unit["title"] for unit in explained["missing"]] == ["Light", "Dust"]
    assert "sectionId" not in explained["counted"][1]
    assert shown["completionPercentage"] == 50


async def test_one_lesson_is_shown_with_when_it_was_begun(room: Classroom, ada: Member) -> None:
    course = await room.course(COURSE)
    await ada.enrolls(course)
    path = f"/api/progress/lessons/{course.lessons['Sun']}"
    before = await ada.sees(path)
    assert (before["startedAt"], before["completedSections"]) == (None, 0)
    await ada.completes(course, "Heat")
    after = await ada.sees(path)
    assert after["startedAt"] == after["lastAccessedAt"] != None  # noqa: E711  a chain
    assert (after["completedSections"], after["totalSections"]) == (1, 2)
    assert (after["completionPercentage"], after["isCompleted"]) == (50, False)


async def test_progress_is_there_for_nobody_else(room: Classroom, ada: Member) -> None:
    """A1 and A3: another learner's record, and a teacher of no common course."""
    course = await room.course(COURSE)
    await ada.enrolls(course)
    paths = [
        f"/api/progress/courses/{course.id}",
        f"/api/courses/{course.id}/progress",
        f"/api/progress/lessons/{course.lessons['Sun']}",
    ]
    unverified = await room.somebody(verified=False)
    others = [
        await room.teacher(),
        await room.somebody("Grace"),
        await room.somebody(role=Role.INSTRUCTOR),
        await room.somebody(role=Role.ADMIN),
    ]
    for path in paths:
        assert (await room.client.get(path)).status_code == 401
        assert await unverified.refused("GET", path) == (403, "unverified")
        for other in others:
            assert await other.refused("GET", path) == (404, "not_enrolled")


async def test_what_is_not_there_is_not_found(room: Classroom, ada: Member) -> None:
    assert await ada.refused("GET", f"/api/progress/courses/{uuid4()}") == (404, "not_enrolled")
    assert await ada.refused("GET", "/api/progress/courses/nothing") == (404, "not_enrolled")
    assert await ada.refused("GET", f"/api/progress/lessons/{uuid4()}") == (404, "not_enrolled")
    assert (await ada.asks("GET", "/api/progress/lessons/nothing")).status_code == 404


async def test_a_suspended_learner_sees_nothing(room: Classroom, ada: Member) -> None:
    course = await room.course(COURSE)
    await ada.enrolls(course)
    await room.value("update app_user set suspended_at = kit_now() where id = $1", ada.id)
    assert await ada.refused("GET", f"/api/progress/courses/{course.id}") == (401, "session_ended")


async def test_a_lesson_has_the_title_of_its_release(room: Classroom, ada: Member) -> None:
    course = await room.course(COURSE)
    await ada.enrolls(course)
    await course.retitles("Sun", "Our star")
    assert (await ada.progress(course))["lessonsProgress"][0]["title"] == "Sun"
    await course.publishes()
    assert (await ada.progress(course))["lessonsProgress"][0]["title"] == "Our star"
