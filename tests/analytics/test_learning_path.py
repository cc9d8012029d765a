"""What to do next and why."""

from datetime import timedelta

from alcuin.catalog import Difficulty
from tests.activity.days import NOON, at
from tests.analytics.paths import ONE, TEN, begun, finished, path_of, reasons
from tests.progress.classroom import Classroom, Member


async def test_an_empty_catalog_suggests_nothing(room: Classroom, ada: Member) -> None:
    assert await path_of(ada) == []


async def test_unfinished_courses_come_by_visit_nearness_and_time(
    room: Classroom, ada: Member
) -> None:
    await begun(room, ada, "Nearly", done=8, day=0)
    await begun(room, ada, "Nearer", done=9, day=0)
    await begun(room, ada, "Long ago", done=2, day=1)
    await begun(room, ada, "Untouched", done=0, day=19)
    await begun(room, ada, "Lately", done=3, day=18)
    last = await begun(room, ada, "Last", done=1, day=20)
    path = await path_of(ada)
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
    await begun(room, ada, "Fourteen", done=1, day=0)
    await begun(room, ada, "Last", done=1, day=14)
    assert (await reasons(ada))[1] == ("RECENTLY_VISITED", "Fourteen")
    await at(room, NOON + timedelta(days=14, seconds=1))
    assert (await reasons(ada))[1] == ("ENROLLED", "Fourteen")


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
        (each,) = await path_of(ada)
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
    assert await path_of(ada) == []


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
        step = (await path_of(ada))[0]["next"]
        part = f"/sections/{step['sectionId']}" if step["sectionId"] else ""
        address = f"/api/progress/lessons/{step['lessonId']}{part}/complete"
        assert (await ada.asks("POST", address)).status_code == 200
    assert await path_of(ada) == []
    assert (await room.kinds(user_id=ada.id)).count("CourseCompleted") == 3


async def test_unfinished_courses_are_those_that_one_may_go_on_with(
    room: Classroom, ada: Member
) -> None:
    titles = ("archived", "unpublished", "withdrawn", "completed")
    archived, unpublished, withdrawn, completed = [
        await begun(room, ada, title, done=1, day=0) for title in titles
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
    assert await reasons(ada) == [("CONTINUE", "archived")]


async def test_the_same_state_always_makes_the_same_path(room: Classroom, ada: Member) -> None:
    """Everything happens at one moment: ties are ordered by id."""
    await at(room, NOON)
    await finished(room, ada, "Sky")
    courses = [await room.course(TEN, title=f"Course {n}") for n in range(5)]
    for course in courses:
        await ada.enrolls(course)
    new = [
        await room.course(ONE, title=f"New {n}", difficulty=Difficulty.INTERMEDIATE)
        for n in range(5)
    ]
    first = await path_of(ada)
    assert [each["courseId"] for each in first] == [
        *sorted((str(course.id) for course in courses), reverse=True),
        *sorted((str(course.id) for course in new), reverse=True)[:3],
    ]
    assert [await path_of(ada) for _ in range(3)] == [first] * 3


async def test_ten_unfinished_courses_are_shown_those_visited_last(
    room: Classroom, ada: Member
) -> None:
    made = [await begun(room, ada, f"Course {n}", done=1, day=n) for n in range(12)]
    ids = [each["courseId"] for each in await path_of(ada)]
    assert ids == [str(course.id) for course in reversed(made[2:])]
