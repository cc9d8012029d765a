"""What to do next and why."""

from datetime import timedelta
from typing import Any

from alcuin.catalog import Difficulty
from tests.activity.days import NOON, at
from tests.progress.classroom import Classroom, Course, Member

PATH = "/api/progress/analytics/learning-path"
TEN = {"A": [f"s{n}" for n in range(10)]}
ONE = {"A": ["a"]}


async def _path(who: Member) -> list[dict[str, Any]]:
    return list((await who.sees(PATH))["suggestions"])


async def _reasons(who: Member) -> list[tuple[str, str]]:
    return [(each["reason"], each["title"]) for each in await _path(who)]


async def _begun(room: Classroom, who: Member, title: str, done: int, day: int) -> Course:
    """A course of ten sections, `done` of them, visited on a day from NOON on."""
    await at(room, NOON + timedelta(days=day))
    course = await room.course(TEN, title=title)
    await who.enrolls(course)
    for n in range(done):
        assert (await who.completes(course, f"s{n}")).status_code == 200
    return course


async def _finished(
    room: Classroom, who: Member, category: str, difficulty: Difficulty = Difficulty.BEGINNER
) -> Course:
    course = await room.course(ONE, title="Done", category=category, difficulty=difficulty)
    await who.enrolls(course)
    assert (await who.completes(course, "a")).status_code == 200
    return course


async def _listed(
    room: Classroom, *titles: str, category: str = "Sky", difficulty: Difficulty
) -> list[Course]:
    """Published one after the other, so that the last is the newest."""
    made = []
    for n, title in enumerate(titles):
        await at(room, NOON + timedelta(minutes=n))
        made.append(await room.course(ONE, title=title, category=category, difficulty=difficulty))
    return made


async def test_an_empty_catalog_suggests_nothing(room: Classroom, ada: Member) -> None:
    assert await _path(ada) == []


async def test_unfinished_courses_come_by_visit_nearness_and_time(
    room: Classroom, ada: Member
) -> None:
    await _begun(room, ada, "Nearly", done=8, day=0)
    await _begun(room, ada, "Nearer", done=9, day=0)
    await _begun(room, ada, "Long ago", done=2, day=1)
    await _begun(room, ada, "Untouched", done=0, day=19)
    await _begun(room, ada, "Lately", done=3, day=18)
    last = await _begun(room, ada, "Last", done=1, day=20)
    path = await _path(ada)
    assert [(each["reason"], each["title"]) for each in path] == [
        ("CONTINUE", "Last"),
        ("NEARLY_FINISHED", "Nearer"),
        ("NEARLY_FINISHED", "Nearly"),
        ("RECENTLY_VISITED", "Lately"),
        ("ENROLLED", "Untouched"),
        ("ENROLLED", "Long ago"),
    ]
    assert path[0]["next"] == {
        "lessonId": str(last.lessons["A"]),
        "lessonTitle": "A",
        "sectionId": str(last.sections["s1"]),
        "sectionTitle": "s1",
    }
    assert path[1]["facts"] == {
        "completionPercentage": 90,
        "unitsLeft": 1,
        "lastAccessedAt": NOON.isoformat().replace("+00:00", "Z"),
    }


async def test_recently_means_within_fourteen_days(room: Classroom, ada: Member) -> None:
    await _begun(room, ada, "Fourteen", done=1, day=0)
    await _begun(room, ada, "Last", done=1, day=14)
    assert (await _reasons(ada))[1] == ("RECENTLY_VISITED", "Fourteen")
    await at(room, NOON + timedelta(days=14, seconds=1))
    assert (await _reasons(ada))[1] == ("ENROLLED", "Fourteen")


async def test_what_is_required_comes_before_what_needs_it(room: Classroom, ada: Member) -> None:
    course = await room.course(
        {"Proof": ["p"], "Logic": ["l"], "Sets": ["s", "t"], "Other": ["o"]}, published=False
    )
    await course.requires("Proof", ["Logic"])
    await course.requires("Logic", ["Sets"])
    await course.publishes()
    await ada.enrolls(course)
    seen = []
    for _ in range(5):
        (each,) = await _path(ada)
        by = each["facts"].get("requiredBy", {}).get("title")
        seen.append((each["reason"], each["next"]["sectionTitle"], by))
        assert (await ada.completes(course, each["next"]["sectionTitle"])).status_code == 200
    assert seen == [
        ("REQUIRED", "s", "Proof"),
        ("REQUIRED", "t", "Proof"),
        ("REQUIRED", "l", "Proof"),
        ("CONTINUE", "p", None),
        ("CONTINUE", "o", None),
    ]
    assert await _path(ada) == []


async def test_who_follows_the_path_finishes_and_is_never_refused(
    room: Classroom, ada: Member
) -> None:
    """Empty lessons too, and each step is there until it is done."""
    courses = [
        await room.course(
            {"A": ["a", "b"], "B": [], "C": ["c"]}, requires={"C": ["B"]}, title=f"Course {n}"
        )
        for n in range(3)
    ]
    for course in courses:
        await ada.enrolls(course)
    for _ in range(12):
        step = (await _path(ada))[0]["next"]
        part = f"/sections/{step['sectionId']}" if step["sectionId"] else ""
        address = f"/api/progress/lessons/{step['lessonId']}{part}/complete"
        assert (await ada.asks("POST", address)).status_code == 200
    assert await _path(ada) == []
    assert (await room.kinds(user_id=ada.id)).count("CourseCompleted") == 3


async def test_new_courses_follow_what_was_finished(room: Classroom, ada: Member) -> None:
    await at(room, NOON)
    for _ in range(2):
        await _finished(room, ada, "Sky")
    await _finished(room, ada, "Sea", Difficulty.ADVANCED)
    await _listed(room, "Old", "New", "Newer", "Newest", difficulty=Difficulty.INTERMEDIATE)
    await _listed(room, "Another", difficulty=Difficulty.BEGINNER)
    await _listed(room, "Too far", difficulty=Difficulty.ADVANCED)
    await _listed(room, "Deep", category="Sea", difficulty=Difficulty.ADVANCED)
    await _listed(room, "Shallow", category="Sea", difficulty=Difficulty.BEGINNER)
    await _listed(room, "Elsewhere", category="Land", difficulty=Difficulty.INTERMEDIATE)
    path = await _path(ada)
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
    await _listed(room, "One", "Two", "Three", "Four", difficulty=Difficulty.BEGINNER)
    await _listed(room, "Hard", difficulty=Difficulty.ADVANCED)
    path = await _path(ada)
    assert [(each["reason"], each["title"]) for each in path] == [
        ("FIRST_STEPS", "Four"),
        ("FIRST_STEPS", "Three"),
        ("FIRST_STEPS", "Two"),
    ]
    assert path[0]["facts"].keys() == {"category", "difficulty", "publishedAt"}


async def test_new_courses_are_those_that_one_may_begin(room: Classroom, ada: Member) -> None:
    """None completed, left, taught, unpublished, archived, in the trash, full or not yet open."""
    await at(room, NOON)
    await _finished(room, ada, "Sky")
    names = ("open", "left", "taught", "unpublished", "archived", "trash", "full", "early", "late")
    made = dict(
        zip(
            names,
            await _listed(room, *names, difficulty=Difficulty.INTERMEDIATE),
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
    await _terms(room, made["full"], "capacity = 0 + seats_taken", seats=1)
    await _terms(room, made["early"], "opens_at = kit_now() + interval '1 day'")
    await _terms(room, made["late"], "closes_at = kit_now()")
    assert await _reasons(ada) == [("NEXT_DIFFICULTY", "open")]


async def test_unfinished_courses_are_those_that_one_may_go_on_with(
    room: Classroom, ada: Member
) -> None:
    titles = ("archived", "unpublished", "withdrawn", "completed")
    archived, unpublished, withdrawn, completed = [
        await _begun(room, ada, title, done=1, day=0) for title in titles
    ]
    await archived.archives()
    await unpublished.unpublishes()
    await ada.withdraws(withdrawn)
    for n in range(1, 10):
        await ada.completes(completed, f"s{n}")
    # A release later than completion adds to a course that stays completed.
    await completed.adds_section("A", "more")
    await completed.publishes()
    await ada.progress(completed)
    assert await _reasons(ada) == [("CONTINUE", "archived")]


async def test_the_same_state_always_makes_the_same_path(room: Classroom, ada: Member) -> None:
    """Everything happens at one moment: ties are ordered by id."""
    await at(room, NOON)
    await _finished(room, ada, "Sky")
    courses = [await room.course(TEN, title=f"Course {n}") for n in range(5)]
    for course in courses:
        await ada.enrolls(course)
    new = [
        await room.course(ONE, title=f"New {n}", difficulty=Difficulty.INTERMEDIATE)
        for n in range(5)
    ]
    first = await _path(ada)
    assert [each["courseId"] for each in first] == [
        *sorted((str(course.id) for course in courses), reverse=True),
        *sorted((str(course.id) for course in new), reverse=True)[:3],
    ]
    assert [await _path(ada) for _ in range(3)] == [first] * 3


async def test_ten_unfinished_courses_are_shown_those_visited_last(
    room: Classroom, ada: Member
) -> None:
    made = [await _begun(room, ada, f"Course {n}", done=1, day=n) for n in range(12)]
    ids = [each["courseId"] for each in await _path(ada)]
    assert ids == [str(course.id) for course in reversed(made[2:])]


async def _terms(room: Classroom, course: Course, what: str, *, seats: int = 0) -> None:
    await room.value(
        """
        insert into enrollment_terms (course_id, seats_taken) values ($1, $2)
        on conflict (course_id) do update set seats_taken = $2
        """,
        course.id,
        seats,
    )
    await room.value(
        f"update enrollment_terms set {what} where course_id = $1",  # noqa: S608  a test's own text
        course.id,
    )
