"""GAUNTLET C: what counts as done, over the whole application."""

from alcuin.kit.actor import Role
from tests.matrix.campus import Campus


async def test_c15_a_section_whose_prerequisites_are_open_is_not_completed(campus: Campus) -> None:
    teacher = await campus.somebody("teacher", Role.INSTRUCTOR)
    course = await campus.course(teacher)
    await teacher.does(
        "PATCH",
        f"/api/lessons/{course.lesson_id}",
        json={"requires": [course.empty_lesson_id]},
        headers={"if-match": "*"},
    )
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={})
    student = await campus.somebody("student")
    await student.does("POST", f"/api/courses/{course.id}/enroll")
    path = f"/api/progress/lessons/{course.lesson_id}/sections/{course.section_id}/complete"
    refused = await student.asks("POST", path)
    assert refused.status_code == 409
    told = refused.json()
    assert told["code"] == "lessons_required"
    assert [lesson["id"] for lesson in told["lessons"]] == [course.empty_lesson_id]
    assert await campus.value("select count(*) from section_progress") == 0
    assert await campus.value("select count(*) from event where kind = 'SectionCompleted'") == 0
    await student.does("POST", f"/api/progress/lessons/{course.empty_lesson_id}/complete")
    assert (await student.asks("POST", path)).status_code == 200
