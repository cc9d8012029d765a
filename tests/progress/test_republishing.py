"""Progress across releases: what was done stays done, percentages speak of what is published."""

from alcuin.progress.actions.catching_up import rebase_batch
from tests.progress.classroom import Classroom, Course, Member

SUN = {"Sun": ["Light", "Heat"]}


async def test_a_learners_own_write_brings_them_to_the_new_release_first(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.adds_section("Sun", "Spots")
    await course.adds_section("Sun", "Wind")
    await course.publishes()
    done = (await ada.completes(course, "Heat")).json()["data"]
    assert (done["release"], done["coursePercentage"], done["lessonPercentage"]) == (2, 50, 50)


async def test_a_learners_own_read_brings_them_to_the_new_release(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.adds_section("Sun", "Spots")
    await course.publishes()
    shown = await ada.progress(course)
    assert (shown["release"], shown["completionPercentage"], shown["totalUnits"]) == (2, 33, 3)


async def test_a_dropped_section_is_refused_and_its_completion_is_kept(
    room: Classroom, ada: Member
) -> None:
    course = await room.course({"Sun": ["Light", "Heat", "Spots"]})
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.drops("Light")
    await course.drops("Spots")
    await course.publishes()
    assert await ada.refused("POST", course.to_complete("Spots")) == (409, "not_in_release")
    # Found out about the new release by being refused, and that was kept.
    assert await room.value("select release from course_progress") == 2
    explained = (await ada.progress(course, explain="true"))["explanation"]
    assert explained["noLongerCounted"] == [str(course.sections["Light"])]
    assert [unit["title"] for unit in explained["missing"]] == ["Heat"]


async def test_a_dropped_lesson_is_refused(room: Classroom, ada: Member) -> None:
    course = await room.course(SUN | {"Moon": []})
    await ada.enrolls(course)
    await course.drops("Moon")
    await course.publishes()
    assert await ada.refused("POST", course.to_complete("Moon")) == (409, "not_in_release")
    path = f"/api/progress/lessons/{course.lessons['Moon']}"
    assert await ada.refused("GET", path) == (404, "not_enrolled")


async def test_a_section_keeps_its_completion_when_it_moves_to_another_lesson(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN | {"Moon": ["Tides"]})
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    old = course.to_complete("Light")
    await course.moves("Light", to="Moon")
    await course.publishes()
    lessons = {each["title"]: each for each in (await ada.progress(course))["lessonsProgress"]}
    assert lessons["Sun"]["completionPercentage"] == 0
    assert lessons["Moon"]["completionPercentage"] == 50
    refused = await ada.asks("POST", old)
    assert (refused.status_code, refused.json()["nowIn"]) == (409, str(course.lessons["Moon"]))
    assert (await ada.completes(course, "Light")).json()["data"]["lessonPercentage"] == 50


async def test_completed_stays_completed_while_the_percentage_falls(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await ada.completes(course, "Heat")
    await course.adds_section("Sun", "Spots")
    await course.publishes()
    shown = await ada.progress(course)
    assert (shown["completionPercentage"], shown["isCompleted"]) == (66, True)
    assert (shown["release"], shown["completedRelease"]) == (2, 1)
    assert shown["lessonsProgress"][0]["completed"] is True
    await ada.completes(course, "Spots")
    assert (await room.kinds(user_id=ada.id)).count("CourseCompleted") == 1


async def test_a_rebase_that_reaches_the_end_completes_lesson_and_course(
    room: Classroom, ada: Member
) -> None:
    course = await room.course(SUN)
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.drops("Heat")
    await course.publishes()
    await _rebased(room, course)
    assert (await room.kinds(user_id=ada.id))[-2:] == ["LessonCompleted", "CourseCompleted"]
    shown = await ada.progress(course)
    assert (shown["completionPercentage"], shown["completedRelease"]) == (100, 2)


async def test_a_rebase_counts_everybody_once(room: Classroom) -> None:
    course = await room.course(SUN)
    learners = [await room.somebody(f"Learner {n}") for n in range(5)]
    for learner in learners:
        await learner.enrolls(course)
        await learner.completes(course, "Light")
    await course.adds_lesson("Moon")
    await course.publishes()
    assert await _rebased(room, course) == 5
    assert await _rebased(room, course) == 0
    assert await room.value("select count(*) from course_progress where units_total = 3") == 5


async def test_new_lessons_count_for_what_they_require_only_in_their_release(
    room: Classroom, ada: Member
) -> None:
    course = await room.course({"Sun": ["Light"]})
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    await course.adds_lesson("Moon", requires=["Sun"])
    await course.adds_section("Moon", "Tides")
    await course.publishes()
    assert (await ada.completes(course, "Tides")).json()["data"]["coursePercentage"] == 100


async def _rebased(room: Classroom, course: Course) -> int:
    async with room.database.transaction() as conn:
        return await rebase_batch(conn, course.id)
