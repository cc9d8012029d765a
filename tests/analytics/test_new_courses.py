"""Which courses are suggested to those who have finished some, or none."""

from datetime import timedelta

from alcuin.catalog import Difficulty
from tests.activity.days import NOON, at
from tests.analytics.paths import begun, finished, listed, path_of, reasons, terms
from tests.progress.classroom import Classroom, Member


async def test_new_courses_follow_what_was_finished(room: Classroom, ada: Member) -> None:
    await at(room, NOON)
    for _ in range(2):
        await finished(room, ada, "Sky")
    await finished(room, ada, "Sea", Difficulty.ADVANCED)
    await listed(room, "Old", "New", "Newer", "Newest", difficulty=Difficulty.INTERMEDIATE)
    await listed(room, "Another", difficulty=Difficulty.BEGINNER)
    await listed(room, "Too far", difficulty=Difficulty.ADVANCED)
    await listed(room, "Deep", category="Sea", difficulty=Difficulty.ADVANCED)
    await listed(room, "Shallow", category="Sea", difficulty=Difficulty.BEGINNER)
    await listed(room, "Elsewhere", category="Land", difficulty=Difficulty.INTERMEDIATE)
    path = await path_of(ada)
    assert [(each["reason"], each["title"]) for each in path] == [
        ("NEXT_DIFFICULTY", "Newest"),
        ("NEXT_DIFFICULTY", "Newer"),
        ("NEXT_DIFFICULTY", "New"),
        ("SAME_DIFFICULTY", "Another"),
        ("SAME_DIFFICULTY", "Deep"),
    ]
    facts = path[0]["facts"]
    assert facts.pop("publishedAt")
    assert facts == {
        "category": "Sky",
        "difficulty": "INTERMEDIATE",
        "finished": 2,
        "difficultyReached": "BEGINNER",
    }
    assert path[0]["next"] is None


async def test_who_has_finished_nothing_is_shown_where_to_begin(
    room: Classroom, ada: Member
) -> None:
    await listed(room, "One", "Two", "Three", "Four", difficulty=Difficulty.BEGINNER)
    await listed(room, "Hard", difficulty=Difficulty.ADVANCED)
    path = await path_of(ada)
    assert [(each["reason"], each["title"]) for each in path] == [
        ("FIRST_STEPS", "Four"),
        ("FIRST_STEPS", "Three"),
        ("FIRST_STEPS", "Two"),
    ]
    assert path[0]["facts"].keys() == {"category", "difficulty", "publishedAt"}


async def test_who_has_finished_their_field_is_shown_what_else_there_is(
    room: Classroom, ada: Member
) -> None:
    """The difficulty that they reached first, then those beside it, the easier first."""
    await at(room, NOON)
    await finished(room, ada, "Sky", Difficulty.INTERMEDIATE)
    await finished(room, ada, "Sky", Difficulty.BEGINNER)
    assert await path_of(ada) == []
    hard = await listed(room, "Hard", category="Sea", difficulty=Difficulty.ADVANCED)
    assert await reasons(ada) == [("OTHER_CATEGORY", "Hard")]
    await listed(room, "Easy", "Easier", category="Land", difficulty=Difficulty.BEGINNER)
    await listed(room, "Middle", category="Sea", difficulty=Difficulty.INTERMEDIATE)
    await listed(room, "Next", category="Sky", difficulty=Difficulty.ADVANCED)
    path = await path_of(ada)
    assert [(each["reason"], each["title"]) for each in path] == [
        ("NEXT_DIFFICULTY", "Next"),
        ("OTHER_CATEGORY", "Middle"),
        ("OTHER_CATEGORY", "Easier"),
    ]
    facts = path[1]["facts"]
    assert facts.pop("publishedAt")
    assert facts == {
        "category": "Sea",
        "difficulty": "INTERMEDIATE",
        "difficultyReached": "INTERMEDIATE",
    }
    assert path[1]["next"] is None
    for course in hard:
        await ada.enrolls(course)
    assert [reason for reason, _ in await reasons(ada)] == [
        "CONTINUE",
        "NEXT_DIFFICULTY",
        "OTHER_CATEGORY",
    ]


async def test_another_field_is_suggested_only_while_there_are_fewer_than_three(
    room: Classroom, ada: Member
) -> None:
    await at(room, NOON)
    await finished(room, ada, "Sky")
    await listed(room, "Elsewhere", category="Sea", difficulty=Difficulty.BEGINNER)
    assert await reasons(ada) == [("OTHER_CATEGORY", "Elsewhere")]
    for day in range(2):
        await begun(room, ada, f"Course {day}", done=1, day=day)
    assert (await reasons(ada))[-1] == ("OTHER_CATEGORY", "Elsewhere")
    await begun(room, ada, "Third", done=1, day=2)
    assert "OTHER_CATEGORY" not in dict(await reasons(ada))


async def test_other_courses_are_also_those_that_one_may_begin(
    room: Classroom, ada: Member
) -> None:
    """And of a fourth category that one has finished something in: no reason else looks there."""
    for n, category in enumerate(("One", "One", "Two", "Two", "Three", "Three", "Four")):
        await at(room, NOON + timedelta(minutes=n))
        await finished(room, ada, category)
    names = ("open", "left", "taught", "full", "late")
    made = dict(
        zip(
            names,
            await listed(room, *names, category="Four", difficulty=Difficulty.ADVANCED),
            strict=True,
        )
    )
    await ada.enrolls(made["left"])
    await ada.withdraws(made["left"])
    await room.value(
        "insert into course_staff (course_id, user_id, role) values ($1, $2, 'ASSISTANT')",
        made["taught"].id,
        ada.id,
    )
    await terms(room, made["full"], "capacity = 0 + seats_taken", seats=1)
    await terms(room, made["late"], "closes_at = kit_now()")
    assert await reasons(ada) == [("OTHER_CATEGORY", "open")]


async def test_new_courses_are_those_that_one_may_begin(room: Classroom, ada: Member) -> None:
    """None completed, left, taught, unpublished, archived, in the trash, full or not yet open."""
    await at(room, NOON)
    await finished(room, ada, "Sky")
    names = ("open", "left", "taught", "unpublished", "archived", "trash", "full", "early", "late")
    made = dict(
        zip(
            names,
            await listed(room, *names, difficulty=Difficulty.INTERMEDIATE),
            strict=True,
        )
    )
    await ada.enrolls(made["left"])
    await ada.withdraws(made["left"])
    await room.value(
        "insert into course_staff (course_id, user_id, role) values ($1, $2, 'ASSISTANT')",
        made["taught"].id,
        ada.id,
    )
    await made["unpublished"].unpublishes()
    await made["archived"].archives()
    teacher = await room.teacher()
    assert (await teacher.asks("DELETE", f"/api/courses/{made['trash'].id}")).status_code == 200
    await terms(room, made["full"], "capacity = 0 + seats_taken", seats=1)
    await terms(room, made["early"], "opens_at = kit_now() + interval '1 day'")
    await terms(room, made["late"], "closes_at = kit_now()")
    assert await reasons(ada) == [("NEXT_DIFFICULTY", "open")]
