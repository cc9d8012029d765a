"""Laying the plan of a folder over a working copy."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from alcuin.catalog import (
    ContentType,
    Difficulty,
    ImportOutcome,
    InlineQuestion,
    InlineQuiz,
    SectionType,
    Tally,
    import_plan,
)
from alcuin.catalog.errors import NotATeacher
from alcuin.catalog.importing import CoursePlan, LessonPlan, SectionPlan
from alcuin.kit.actor import Role, System
from alcuin.kit.problems import Invalid
from tests.catalog.school import Author, School

IMPORTER = System("a test imports")
QUIZ = InlineQuiz(
    questions=[InlineQuestion(question="Which?", options=["a", "b"], correct_answer="a")]
)


def section(key: str, **more: Any) -> SectionPlan:
    return SectionPlan(**{"key": key, "title": key.upper(), "content": f"About {key}."} | more)


def lesson(key: str, *sections: SectionPlan, **more: Any) -> LessonPlan:
    return LessonPlan(**{"key": key, "title": key.upper(), "sections": [*sections]} | more)


def plan(*lessons: LessonPlan, **more: Any) -> CoursePlan:
    fields: dict[str, Any] = {
        "key": "knots",
        "title": "Knots",
        "slug": "knots",
        "description": "Rope work.",
        "category": "Crafts",
        "difficulty": Difficulty.BEGINNER,
        "tags": ["rope"],
        "language": "en",
        "estimated_minutes": 60,
        "lessons": [*lessons],
    }
    return CoursePlan(**fields | more)


FIRST = plan(
    lesson("loops", section("bowline", quiz=QUIZ, type=SectionType.QUIZ), section("noose")),
    lesson(
        "bends",
        section("reef"),
        requires=["loops"],
        objectives=["Join ropes"],
        content_type=ContentType.MIXED,
    ),
)


async def imported(school: School, owner: Author, wanted: CoursePlan) -> ImportOutcome:
    async with school.database.transaction() as conn:
        return await import_plan(conn, IMPORTER, wanted, owner_id=owner.id)


async def snapshot(school: School) -> str:
    found: str = await school.value(
        """
        select jsonb_build_array(
          (select jsonb_agg(to_jsonb(c) order by id) from course c),
          (select jsonb_agg(to_jsonb(l) order by id) from lesson l),
          (select jsonb_agg(to_jsonb(s) order by id) from section s),
          (select jsonb_agg(to_jsonb(r) order by lesson_id, requires_id)
           from lesson_requirement r))::text
        """
    )
    return found


def counts(created: int, updated: int, unchanged: int, removed: int) -> Tally:
    return Tally(created=created, updated=updated, unchanged=unchanged, removed=removed)


async def test_a_first_import_makes_a_course_of_its_owner(school: School, ada: Author) -> None:
    outcome = await imported(school, ada, FIRST)
    assert (outcome.lessons, outcome.sections) == (counts(2, 0, 0, 0), counts(3, 0, 0, 0))
    course = (await ada.edits(f"/api/courses/{outcome.course_id}")).json()["data"]
    assert (course["slug"], course["staffRole"]) == ("knots", "OWNER")
    loops, bends = course["lessons"]
    assert bends["requires"] == [loops["id"]]
    assert [s["hasQuiz"] for s in loops["sections"]] == [True, False]
    shown = (await ada.edits(f"/api/lessons/{bends['id']}")).json()["data"]
    assert shown["learningObjectives"] == ["Join ropes"]
    assert shown["sections"][0]["content"] == "About reef."


async def test_a_second_import_of_the_same_changes_nothing(school: School, ada: Author) -> None:
    await imported(school, ada, FIRST)
    before = await snapshot(school)
    outcome = await imported(school, ada, FIRST)
    assert outcome.changed is False
    assert (outcome.lessons, outcome.sections) == (counts(0, 0, 2, 0), counts(0, 0, 3, 0))
    assert await snapshot(school) == before


async def test_what_changed_is_updated_moved_added_and_removed(school: School, ada: Author) -> None:
    first = await imported(school, ada, FIRST)
    ids = dict(await _ids(school))
    outcome = await imported(
        school,
        ada,
        plan(
            lesson("hitches", section("clove")),
            # The noose moves here from a lesson that vanishes with its bowline.
            lesson("bends", section("noose"), section("reef", content="Right over left.")),
            title="More knots",
        ),
    )
    assert outcome.course_id == first.course_id
    assert outcome.courses == counts(0, 1, 0, 0)
    assert outcome.lessons == counts(1, 1, 0, 1)
    assert outcome.sections == counts(1, 2, 0, 1)
    course = {"id": str(first.course_id)}
    assert await school.titles(course) == {"HITCHES": ["CLOVE"], "BENDS": ["NOOSE", "REEF"]}
    now = dict(await _ids(school))
    assert [now[key] for key in ("noose", "reef")] == [ids[key] for key in ("noose", "reef")]


async def test_lessons_that_only_require_others_now_are_updated(
    school: School, ada: Author
) -> None:
    await imported(school, ada, FIRST)
    loops, bends = FIRST.lessons
    free = msgspec.structs.replace(bends, requires=[])
    outcome = await imported(school, ada, plan(loops, free))
    assert outcome.lessons == counts(0, 1, 1, 0)
    assert await school.value("select count(*) from lesson_requirement") == 0


async def test_what_was_written_by_hand_stays_behind_what_is_imported(
    school: School, ada: Author
) -> None:
    first = await imported(school, ada, FIRST)
    course = {"id": str(first.course_id)}
    await ada.lesson(course, "by hand", order=1)
    shown = (await ada.edits(f"/api/courses/{first.course_id}")).json()["data"]
    bends = next(one for one in shown["lessons"] if one["title"] == "BENDS")
    await ada.section(bends, "note", order=1)
    await imported(school, ada, FIRST)
    assert await school.titles(course) == {
        "LOOPS": ["BOWLINE", "NOOSE"],
        "BENDS": ["REEF", "note"],
        "by hand": [],
    }
    before = await snapshot(school)
    assert (await imported(school, ada, FIRST)).changed is False
    assert await snapshot(school) == before


async def test_a_release_keeps_what_an_import_takes_away(school: School, ada: Author) -> None:
    first = await imported(school, ada, FIRST)
    await ada.asks("POST", f"/api/courses/{first.course_id}/publish", {})
    await imported(school, ada, plan(lesson("bends")))
    assert await school.value("select count(*) from release_section") == 3


async def test_two_owners_import_the_same_folder_each_for_themselves(
    school: School, ada: Author
) -> None:
    bea = await school.somebody()
    mine, hers = await imported(school, ada, FIRST), await imported(school, bea, FIRST)
    assert mine.course_id != hers.course_id
    assert await school.value("select array_agg(slug order by slug) from course") == [
        "knots",
        "knots-2",
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (plan(lesson("a", requires=["b"]), lesson("b", requires=["a"])), "circle"),
        (plan(lesson("a", requires=["z"])), "unknown"),
        (plan(lesson("a"), lesson("a")), "repeated"),
        (plan(lesson("a", section("s")), lesson("b", section("s"))), "repeated"),
        (plan(lesson("a", section("s", video_url="http://example.org"))), "url"),
        (plan(lesson("a", *(section(f"s{n}") for n in range(201)))), "length"),
        (plan(lesson("a", title="")), "invalid"),
    ],
)
async def test_a_plan_that_makes_no_course_is_refused_whole(
    school: School, ada: Author, wrong: CoursePlan, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await imported(school, ada, wrong)
    assert code in {error.code for error in refused.value.errors}
    assert await school.value("select count(*) from course") == 0


async def test_a_student_is_given_no_course(school: School) -> None:
    student = await school.somebody(Role.STUDENT)
    with pytest.raises(NotATeacher):
        await imported(school, student, FIRST)


async def _ids(school: School) -> list[tuple[str, UUID]]:
    async with school.database.transaction() as conn:
        rows = await conn.raw.fetch(
            """
            select source_key, id from lesson where source_key is not null
            union all select source_key, id from section where source_key is not null
            """
        )
    return [(row["source_key"], row["id"]) for row in rows]
