"""Writing lessons."""

from typing import Any

from tests.catalog.school import Author, School

EVERYTHING = {
    "title": "Two half hitches",
    "description": "A knot for posts.",
    "estimatedDuration": 20,
    "contentType": "video",
    "learningObjectives": ["Tie it", "Untie it"],
    "prerequisites": ["A rope"],
    "metadata": {"unit": 4},
}


async def _three(ada: Author) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    course = await ada.course()
    return course, [await ada.lesson(course, title) for title in ("one", "two", "three")]


async def test_a_lesson_keeps_all_that_was_written(ada: Author) -> None:
    course = await ada.course()
    lesson = await ada.makes(f"/api/courses/{course['id']}/lessons", **EVERYTHING)
    assert {name: lesson[name] for name in EVERYTHING} == EVERYTHING | {"contentType": "VIDEO"}
    assert lesson["order"] == 1
    assert lesson["courseId"] == course["id"]


async def test_a_lesson_goes_to_its_place_or_to_the_end(school: School, ada: Author) -> None:
    course, _ = await _three(ada)
    await ada.lesson(course, "first", order=1)
    await ada.lesson(course, "beyond", order=99)
    assert [*await school.titles(course)] == ["first", "one", "two", "three", "beyond"]


async def test_a_lesson_moves_both_ways(school: School, ada: Author) -> None:
    course, (one, _, three) = await _three(ada)
    moved = await ada.asks("POST", f"/api/lessons/{one['id']}/move", {"order": 3})
    assert moved.json()["data"]["order"] == 3
    assert [*await school.titles(course)] == ["two", "three", "one"]
    await ada.edits(f"/api/lessons/{three['id']}", order=1)
    assert [*await school.titles(course)] == ["three", "two", "one"]


async def test_a_deleted_lesson_leaves_no_gap(school: School, ada: Author) -> None:
    course, (_, two, _) = await _three(ada)
    answer = await ada.asks("DELETE", f"/api/lessons/{two['id']}")
    assert answer.status_code == 200
    assert [*await school.titles(course)] == ["one", "three"]
    assert (await ada.asks("DELETE", f"/api/lessons/{two['id']}")).status_code == 404


async def test_who_puts_back_an_old_order_hears_that_it_moved(ada: Author) -> None:
    course, (_, two, _) = await _three(ada)
    await ada.lesson(course, "first", order=1)
    answer = await ada.asks("PUT", f"/api/lessons/{two['id']}", two, if_match='"1"')
    assert answer.status_code == 412


async def test_every_change_of_a_lesson_is_one_of_its_course(school: School, ada: Author) -> None:
    _, (one, two, _) = await _three(ada)

    async def revision() -> int:
        found: int = await school.value("select content_revision from course")
        return found

    seen = [await revision()]
    await ada.edits(f"/api/lessons/{one['id']}", title="uno")
    seen.append(await revision())
    await ada.asks("POST", f"/api/lessons/{one['id']}/move", {"order": 2})
    seen.append(await revision())
    await ada.asks("DELETE", f"/api/lessons/{two['id']}")
    seen.append(await revision())
    assert seen == sorted(set(seen))
    await ada.edits(f"/api/lessons/{one['id']}", title="uno")
    await ada.asks("POST", f"/api/lessons/{one['id']}/move", {"order": 1})
    assert await revision() == seen[-1]


async def test_a_circle_of_requirements_is_refused_by_name(ada: Author) -> None:
    _, (one, two, three) = await _three(ada)
    for lesson, required in ((two, one), (three, two)):
        answer = await ada.edits(f"/api/lessons/{lesson['id']}", requires=[required["id"]])
        assert answer.json()["data"]["requires"] == [required["id"]]
    answer = await ada.edits(f"/api/lessons/{one['id']}", requires=[three["id"]])
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/requires", "circle")
    assert all(f"“{title}”" in error["message"] for title in ("one", "two", "three"))
    alone = await ada.edits(f"/api/lessons/{one['id']}", requires=[one["id"]])
    assert alone.status_code == 422


async def test_lessons_require_lessons_of_their_own_course(ada: Author) -> None:  # A2
    course, _ = await _three(ada)
    _, (foreign, *_) = await _three(ada)
    answer = await ada.asks(
        "POST",
        f"/api/courses/{course['id']}/lessons",
        {"title": "four", "requires": [foreign["id"]]},
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/requires/0"


async def test_a_deleted_lesson_is_required_no_more(ada: Author) -> None:
    _, (one, two, three) = await _three(ada)
    await ada.edits(f"/api/lessons/{three['id']}", requires=[two["id"], one["id"]])
    await ada.asks("DELETE", f"/api/lessons/{one['id']}")
    answer = await ada.edits(f"/api/lessons/{three['id']}")
    assert answer.json()["data"]["requires"] == [two["id"]]
    # Its own revision, the requirement set, and the requirement gone.
    assert answer.json()["data"]["revision"] == 3


async def test_a_course_has_so_many_lessons_and_no_more(school: School, ada: Author) -> None:
    course, _ = await _three(ada)
    await school.value(
        """
        insert into lesson (course_id, position, title)
        select id, n, 'l' from course, generate_series(4, 500) n returning id
        """
    )
    answer = await ada.asks("POST", f"/api/courses/{course['id']}/lessons", {"title": "x"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "too_many_lessons"


async def test_an_unknown_lesson_and_a_hidden_one_answer_alike(school: School, ada: Author) -> None:
    _, (one, *_) = await _three(ada)
    other = await school.somebody()
    unknown = "0198f2a0-0000-7000-8000-000000000000"
    answers = [await other.edits(f"/api/lessons/{id_}", title="x") for id_ in (one["id"], unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [answer.json() | {"requestId": "", "instance": ""} for answer in answers]
    assert bodies[0] == bodies[1]
