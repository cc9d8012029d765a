"""My courses, and the students of a course."""

from alcuin.kit.actor import Role
from tests.progress.classroom import Classroom, Course, Member


async def test_my_courses_come_with_my_progress_newest_first(room: Classroom, ada: Member) -> None:
    sun = await room.course({"Sun": ["Light", "Heat"]}, title="The Sun")
    moon = await room.course({"Moon": ["Tides"]}, title="The Moon")
    for day, course in enumerate((sun, moon), 1):
        await _at(room, day)
        await ada.enrolls(course)
    await ada.completes(sun, "Heat")
    first, second = await ada.sees("/api/enrollments")
    assert (first["title"], second["title"]) == ("The Moon", "The Sun")
    assert (second["completionPercentage"], second["courseId"]) == (50, str(sun.id))
    assert (second["status"], second["release"], second["withdrawnAt"]) == ("PUBLISHED", 1, None)


async def test_my_courses_keep_the_published_title_whatever_becomes_of_the_course(
    room: Classroom, ada: Member
) -> None:
    course = await room.course({"Sun": ["Light"]}, title="The Sun")
    await ada.enrolls(course)
    await room.value("update course set title = 'A draft of a title' where id = $1", course.id)
    assert (await ada.sees("/api/enrollments"))[0]["title"] == "The Sun"
    await course.archives()
    assert (await ada.sees("/api/enrollments"))[0]["title"] == "The Sun"


async def test_courses_in_the_trash_are_not_listed(room: Classroom, ada: Member) -> None:
    course = await room.course({"Sun": ["Light"]})
    await ada.enrolls(course)
    await (await room.teacher()).asks("DELETE", f"/api/courses/{course.id}")
    assert await ada.sees("/api/enrollments") == []


async def test_students_are_shown_to_the_staff_without_their_addresses(
    room: Classroom, ada: Member
) -> None:
    """A10."""
    course = await room.course({"Sun": ["Light", "Heat"]})
    await ada.enrolls(course)
    await ada.completes(course, "Light")
    answer = await (await room.teacher()).asks("GET", f"/api/courses/{course.id}/students")
    (student,) = answer.json()["data"]
    assert (student["name"], student["completionPercentage"]) == ("Ada", 50)
    assert answer.json()["pagination"]["total"] == 1
    assert "@" not in answer.text
    assert student.keys() == {
        "userId",
        "name",
        "avatar",
        "enrolledAt",
        "withdrawnAt",
        "release",
        "completionPercentage",
        "completedLessons",
        "totalLessons",
        "isCompleted",
        "startedAt",
        "completedAt",
        "lastAccessedAt",
    }


async def test_students_are_shown_to_nobody_else(room: Classroom, ada: Member) -> None:
    """Defect 9."""
    course = await room.course({"Sun": ["Light"]})
    await ada.enrolls(course)
    path = f"/api/courses/{course.id}/students"
    other = await room.somebody(role=Role.INSTRUCTOR)
    assert await ada.refused("GET", path) == (403, "not_staff")
    assert await other.refused("GET", path) == (403, "not_staff")
    assert (await room.client.get(path)).status_code == 401
    await course.unpublishes()
    assert await other.refused("GET", path) == (404, "course_not_found")


async def test_students_are_filtered_by_where_they_stand(room: Classroom) -> None:
    course, learners = await _class_of(room, 4)
    await learners[0].completes(course, "Light")
    await learners[0].withdraws(course)
    await learners[1].completes(course, "Light")
    assert await _names(room, course) == ["L3", "L2", "L1"]
    assert await _names(room, course, "?sort=oldest") == ["L1", "L2", "L3"]
    assert await _names(room, course, "?status=withdrawn") == ["L0"]
    assert set(await _names(room, course, "?status=completed")) == {"L0", "L1"}


async def test_students_can_be_read_to_the_end_by_cursor(room: Classroom) -> None:
    course, _ = await _class_of(room, 7)
    for sort in ("newest", "oldest"):
        seen: list[str] = []
        query = f"?limit=3&sort={sort}"
        while query:
            answer = await (await room.teacher()).asks(
                "GET", f"/api/courses/{course.id}/students{query}"
            )
            seen += [student["name"] for student in answer.json()["data"]]
            cursor = answer.json()["pagination"].get("cursor")
            query = f"?limit=3&sort={sort}&cursor={cursor}" if cursor else ""
        assert sorted(seen) == [f"L{n}" for n in range(7)]
        assert seen == sorted(seen, reverse=sort == "newest")


async def test_a_page_of_students_is_found_by_number_too(room: Classroom) -> None:
    course, _ = await _class_of(room, 5)
    assert await _names(room, course, "?limit=2&page=3") == ["L0"]
    path = f"/api/courses/{course.id}/students?sort=percentage"
    assert (await (await room.teacher()).asks("GET", path)).status_code == 422


async def _class_of(room: Classroom, size: int) -> tuple[Course, list[Member]]:
    course = await room.course({"Sun": ["Light"]})
    learners = []
    for n in range(size):
        learner = await room.somebody(f"L{n}")
        await _at(room, n + 1)
        await learner.enrolls(course)
        learners.append(learner)
    return course, learners


async def _names(room: Classroom, course: Course, query: str = "") -> list[str]:
    rows = await (await room.teacher()).sees(f"/api/courses/{course.id}/students{query}")
    return [row["name"] for row in rows]


async def _at(room: Classroom, day: int) -> None:
    await room.value("select set_config('alcuin.now', $1, true)", f"2026-03-{day:02} 12:00+00")
