"""A course, its lessons and sections: who sees how much, and from which copy."""

import pytest

from alcuin.kit.actor import Role
from tests.progress.classroom import Classroom, Course, Member

LESSONS = {"Sun": ["Light*", "Heat"], "Moon": ["Tides"]}


@pytest.fixture
async def course(room: Classroom) -> Course:
    return await room.course(LESSONS)


@pytest.fixture
async def learner(room: Classroom, course: Course) -> Member:
    learner = await room.somebody("Grace")
    assert (await learner.enrolls(course)).status_code == 201
    return learner


async def test_anybody_sees_the_outline_with_previews_and_no_more(
    room: Classroom, ada: Member, course: Course
) -> None:
    for ref in (course.id, course.slug):
        answer = await room.client.get(f"/api/courses/{ref}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, no-cache"
        light, heat = answer.json()["data"]["lessons"][0]["sections"]
        assert "All about Light" in light["content"]
        assert "content" not in heat
        assert "All about Heat" not in answer.text
        same = await ada.asks("GET", f"/api/courses/{ref}")
        assert same.content == answer.content
        assert same.headers["cache-control"] == "private, no-cache"


async def test_what_did_not_change_is_not_sent_again(room: Classroom, course: Course) -> None:
    path = f"/api/courses/{course.id}"
    first = await room.client.get(path)
    again = await room.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await course.publishes()
    anew = await room.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert anew.status_code == 200


async def test_content_is_for_the_enrolled(
    room: Classroom, ada: Member, learner: Member, course: Course
) -> None:
    path = f"/api/courses/{course.id}?include=content"
    assert "All about Heat" in (await learner.asks("GET", path)).text
    assert await ada.refused("GET", path) == (403, "for_the_enrolled")
    assert (await room.client.get(path)).status_code == 401
    await learner.withdraws(course)
    assert await learner.refused("GET", path) == (403, "for_the_enrolled")


async def test_the_staff_sees_the_working_copy_or_what_is_published(
    room: Classroom, course: Course
) -> None:
    teacher = await room.teacher()
    await course.adds_section("Moon", "Craters")
    path = f"/api/courses/{course.id}"
    answer = await teacher.asks("GET", path)
    assert answer.headers["etag"].strip('"') == str(answer.json()["data"]["revision"])
    assert answer.json()["data"]["hasUnpublishedChanges"] is True
    assert "Craters" in answer.text
    assert "All about" not in answer.text
    assert "All about Craters" in (await teacher.asks("GET", f"{path}?include=content")).text
    released = await teacher.sees(f"{path}?release=current")
    assert released["release"] == 1
    whole = await teacher.asks("GET", f"{path}?release=current&include=content")
    assert '"source"' in whole.text
    assert "Craters" not in whole.text


async def test_a_working_copy_is_never_called_unchanged(room: Classroom, course: Course) -> None:
    teacher, path = await room.teacher(), f"/api/courses/{course.id}"
    first = await teacher.asks("GET", path)
    await course.adds_section("Moon", "Craters")  # which moves no field of the course itself
    again = await teacher.asks("GET", path, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert "Craters" in again.text


async def test_a_draft_is_there_for_its_staff_and_administrators_alone(
    room: Classroom, ada: Member
) -> None:
    """Defect 10."""
    draft = await room.course(LESSONS, published=False)
    admin = await room.somebody(role=Role.ADMIN)
    other = await room.somebody(role=Role.INSTRUCTOR)
    paths = {
        f"/api/courses/{draft.id}": "course_not_found",
        f"/api/courses/{draft.slug}?include=content": "course_not_found",
        f"/api/courses/{draft.id}/lessons": "course_not_found",
        f"/api/lessons/{draft.lessons['Sun']}": "lesson_not_found",
        f"/api/sections/{draft.sections['Light']}": "section_not_found",
    }
    for path, code in paths.items():
        for stranger in (ada, other):
            assert await stranger.refused("GET", path) == (404, code)
        anonymous = await room.client.get(path)
        assert (anonymous.status_code, anonymous.json()["code"]) == (404, code)
        for staff in (admin, await room.teacher()):
            assert (await staff.asks("GET", path)).status_code == 200
    path = f"/api/courses/{draft.id}?release=current"
    assert await admin.refused("GET", path) == (404, "course_not_found")


async def test_an_unpublished_course_is_gone_for_all_but_its_staff(
    room: Classroom, learner: Member, course: Course
) -> None:
    await course.unpublishes()
    for path in _all_of(course):
        assert (await learner.asks("GET", path)).status_code == 404
        assert (await room.client.get(path)).status_code == 404
        assert (await (await room.teacher()).asks("GET", path)).status_code == 200


async def test_an_archived_course_goes_on_for_the_enrolled(
    room: Classroom, ada: Member, learner: Member, course: Course
) -> None:
    await course.archives()
    for path in _all_of(course):
        assert (await learner.asks("GET", path)).status_code == 200
        assert (await ada.asks("GET", path)).status_code == 404
        assert (await room.client.get(path)).status_code == 404
    await learner.withdraws(course)
    assert (await learner.asks("GET", f"/api/courses/{course.id}")).status_code == 404
    assert (await learner.progress(course))["active"] is False


async def test_include_progress_adds_your_own_counters(
    room: Classroom, ada: Member, learner: Member, course: Course
) -> None:
    """Defects 10 and 11."""
    await learner.completes(course, "Tides")
    path = f"/api/courses/{course.id}"
    own = (await learner.sees(f"{path}?includeProgress=true"))["progress"]
    assert (own["completionPercentage"], own["completedLessons"]) == (33, 1)
    assert "progress" not in await learner.sees(f"{path}?includeProgress=false")
    assert (await ada.sees(f"{path}?includeProgress=true"))["progress"] is None
    assert (await (await room.teacher()).sees(f"{path}?includeProgress=true"))["progress"] is None
    anonymous = await room.client.get(f"{path}?includeProgress=true")
    assert anonymous.json()["data"]["progress"] is None
    assert anonymous.headers["cache-control"] == "no-store"


async def test_lessons_are_listed_as_the_course_shows_them(
    room: Classroom, ada: Member, learner: Member, course: Course
) -> None:
    path = f"/api/courses/{course.id}/lessons"
    outline = (await room.client.get(path)).json()["data"]
    assert outline == (await room.client.get(f"/api/courses/{course.id}")).json()["data"]["lessons"]
    assert "All about Heat" in (await learner.asks("GET", f"{path}?include=content")).text
    assert await ada.refused("GET", f"{path}?include=content") == (403, "for_the_enrolled")
    teacher = await room.teacher()
    assert "All about Heat" in (await teacher.asks("GET", path)).text


async def test_a_lesson_is_cut_from_the_release(
    room: Classroom, ada: Member, learner: Member, course: Course
) -> None:
    path = f"/api/lessons/{course.lessons['Sun']}"
    shown = await learner.sees(path)
    assert (shown["courseId"], shown["release"], shown["title"]) == (str(course.id), 1, "Sun")
    assert "All about Heat" in shown["sections"][1]["content"]
    for answer in (await ada.asks("GET", path), await room.client.get(path)):
        light, heat = answer.json()["data"]["sections"]
        assert "content" in light
        assert "content" not in heat
    teacher = await room.teacher()
    mine = await teacher.asks("GET", path)
    assert mine.headers["etag"].strip('"') == str(mine.json()["data"]["revision"])
    assert (await teacher.sees(f"{path}?release=current"))["release"] == 1


async def test_a_section_is_read_by_the_enrolled_and_a_preview_by_anybody(
    room: Classroom, ada: Member, learner: Member, course: Course
) -> None:
    heat = f"/api/sections/{course.sections['Heat']}"
    light = f"/api/sections/{course.sections['Light']}"
    shown = await learner.sees(heat)
    assert shown["lessonId"] == str(course.lessons["Sun"])
    assert "All about Heat" in shown["content"]
    assert "quiz" not in shown
    assert "source" not in shown
    assert await ada.refused("GET", heat) == (403, "for_the_enrolled")
    assert (await room.client.get(heat)).status_code == 401
    assert "All about Light" in (await room.client.get(light)).text
    teacher = await room.teacher()
    mine = await teacher.asks("GET", heat)
    assert mine.json()["data"]["content"] == "All about Heat."
    assert mine.headers["etag"].strip('"') == str(mine.json()["data"]["revision"])


async def test_a_dropped_section_is_gone_for_learners(
    room: Classroom, learner: Member, course: Course
) -> None:
    path = f"/api/sections/{course.sections['Heat']}"
    await course.drops("Heat")
    assert (await learner.asks("GET", path)).status_code == 200
    await course.publishes()
    assert await learner.refused("GET", path) == (404, "section_not_found")


async def test_a_token_whose_session_is_over_opens_nothing_that_is_public(
    room: Classroom, ada: Member, course: Course
) -> None:
    await room.value(
        "update session set revoked_at = kit_now() where id = $1", ada.person.session_id
    )
    for path in _all_of(course):
        assert await ada.refused("GET", path) == (401, "session_ended")


async def test_the_unverified_see_what_is_public(room: Classroom, course: Course) -> None:
    unverified = await room.somebody(verified=False)
    assert (await unverified.asks("GET", f"/api/courses/{course.id}")).status_code == 200
    path = f"/api/courses/{course.id}?include=content"
    assert (await unverified.asks("GET", path)).status_code == 403


def _all_of(course: Course) -> list[str]:
    return [
        f"/api/courses/{course.id}",
        f"/api/courses/{course.slug}/lessons",
        f"/api/lessons/{course.lessons['Sun']}",
        f"/api/sections/{course.sections['Light']}",
    ]
