"""Writing sections."""

import pytest

from tests.catalog.school import Author, School

QUIZ = {
    "questions": [
        {
            "question": "Which one holds?",
            "options": ["Bowline", "Granny"],
            "correctAnswer": "Bowline",
            "explanation": "It does not slip.",
        }
    ]
}
EVERYTHING = {
    "title": "Bowline",
    "content": "Up through the *hole*.",
    "type": "QUIZ",
    "videoUrl": "https://example.org/bowline.webm",
    "imageUrl": "https://example.org/bowline.png",
    "codeSnippet": "print('bowline')",
    "quiz": QUIZ,
    "preview": True,
    "metadata": {"source": "book"},
}


async def test_a_section_keeps_all_that_was_written(ada: Author) -> None:
    lesson = await ada.lesson(await ada.course(), "Loops")
    section = await ada.makes(f"/api/lessons/{lesson['id']}/sections", **EVERYTHING)
    assert {name: section[name] for name in EVERYTHING} == EVERYTHING
    assert section["order"] == 1
    shown = (await ada.edits(f"/api/lessons/{lesson['id']}")).json()["data"]["sections"]
    assert shown == [section]


async def test_the_outline_tells_of_a_quiz_and_not_what_it_holds(ada: Author) -> None:
    course = await ada.course()
    lesson = await ada.lesson(course, "Loops")
    await ada.makes(f"/api/lessons/{lesson['id']}/sections", **EVERYTHING)
    shown = (await ada.edits(f"/api/courses/{course['id']}")).json()["data"]
    (section,) = shown["lessons"][0]["sections"]
    assert section["hasQuiz"] is True
    assert "quiz" not in section


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"correctAnswer": "Reef"}, "/quiz/questions/0"),
        ({"options": ["Bowline", "Bowline"]}, "/quiz/questions/0"),
        ({"options": ["Bowline"]}, "/quiz/questions/0/options"),
        ({"question": " "}, "/quiz/questions/0/question"),
        ({"points": 5}, "/quiz/questions/0/points"),
    ],
)
async def test_a_quiz_that_cannot_be_answered_is_refused(
    ada: Author, change: dict[str, object], pointer: str
) -> None:
    lesson = await ada.lesson(await ada.course(), "Loops")
    quiz = {"questions": [QUIZ["questions"][0] | change]}
    answer = await ada.asks(
        "POST", f"/api/lessons/{lesson['id']}/sections", {"title": "x", "quiz": quiz}
    )
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_video_is_linked_safely_or_not_at_all(ada: Author) -> None:
    lesson = await ada.lesson(await ada.course(), "Loops")
    answer = await ada.asks(
        "POST",
        f"/api/lessons/{lesson['id']}/sections",
        {"title": "x", "videoUrl": "http://example.org/", "imageUrl": "javascript:1"},
    )
    assert answer.status_code == 422
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == ["/videoUrl", "/imageUrl"]


async def test_a_section_moves_in_its_lesson(school: School, ada: Author) -> None:
    course = await ada.course()
    lesson = await ada.lesson(course, "Loops")
    a, _, c = [await ada.section(lesson, title) for title in "abc"]
    await ada.asks("POST", f"/api/sections/{c['id']}/move", {"order": 1})
    assert await school.titles(course) == {"Loops": ["c", "a", "b"]}
    await ada.edits(f"/api/sections/{a['id']}", order=3)
    assert await school.titles(course) == {"Loops": ["c", "b", "a"]}
    await ada.asks("POST", f"/api/sections/{c['id']}/move", {})
    assert await school.titles(course) == {"Loops": ["b", "a", "c"]}


async def test_a_section_moves_to_another_lesson_of_its_course(school: School, ada: Author) -> None:
    course = await ada.course()
    loops, bends = [await ada.lesson(course, title) for title in ("Loops", "Bends")]
    a, *_ = [await ada.section(loops, title) for title in "abc"]
    for title in "xy":
        await ada.section(bends, title)
    moved = await ada.asks(
        "POST", f"/api/sections/{a['id']}/move", {"lessonId": bends["id"], "order": 2}
    )
    assert moved.json()["data"]["lessonId"] == bends["id"]
    assert await school.titles(course) == {"Loops": ["b", "c"], "Bends": ["x", "a", "y"]}


async def test_a_section_never_changes_its_course(school: School, ada: Author) -> None:  # A2
    course, other = await ada.course(), await ada.course()
    section = await ada.section(await ada.lesson(course, "Loops"), "a")
    foreign = await ada.lesson(other, "Bends")
    answer = await ada.asks(
        "POST", f"/api/sections/{section['id']}/move", {"lessonId": foreign["id"]}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/lessonId"
    assert await school.titles(other) == {"Bends": []}


async def test_a_deleted_section_leaves_no_gap(school: School, ada: Author) -> None:
    course = await ada.course()
    lesson = await ada.lesson(course, "Loops")
    _, b, _ = [await ada.section(lesson, title) for title in "abc"]
    await ada.asks("DELETE", f"/api/sections/{b['id']}")
    assert await school.titles(course) == {"Loops": ["a", "c"]}


async def test_a_section_read_can_be_put_back(ada: Author) -> None:
    lesson = await ada.lesson(await ada.course(), "Loops")
    section = await ada.makes(f"/api/lessons/{lesson['id']}/sections", **EVERYTHING)
    answer = await ada.asks("PUT", f"/api/sections/{section['id']}", section, if_match='"1"')
    assert answer.status_code == 200
    assert answer.json()["data"] == section
    without = await ada.edits(f"/api/sections/{section['id']}", quiz=None)
    assert without.json()["data"]["quiz"] is None


async def test_a_lesson_has_so_many_sections_and_no_more(school: School, ada: Author) -> None:
    course = await ada.course()
    full, other = await ada.lesson(course, "full"), await ada.lesson(course, "other")
    section = await ada.section(other, "one")
    await school.value(
        """
        insert into section (lesson_id, course_id, position, title)
        select id, course_id, n, 's' from lesson, generate_series(1, 200) n
        where title = 'full' returning id
        """
    )
    added = await ada.asks("POST", f"/api/lessons/{full['id']}/sections", {"title": "x"})
    moved = await ada.asks("POST", f"/api/sections/{section['id']}/move", {"lessonId": full["id"]})
    assert [added.status_code, moved.status_code] == [409, 409]
    assert added.json()["code"] == "too_many_sections"
