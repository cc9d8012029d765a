"""The shelf keeps finished answers within its budget, and never one that was withdrawn."""

import gzip
from uuid import UUID

import msgspec
import pytest

from alcuin.catalog.releases.shapes import Audience, Current
from alcuin.catalog.releases.shelf import Shelf
from alcuin.kit.db import Database
from tests.catalog.school import Author, School


class Published:
    """A course on the shelf."""

    def __init__(self, course: dict[str, str], release: int = 1) -> None:
        self.current = Current(UUID(course["id"]), course["slug"], release, "PUBLISHED", open=True)


async def published(ada: Author, title: str, content: str = "Over, under.") -> Published:
    course = await ada.course(title)
    lesson = await ada.lesson(course, "Bowline")
    await ada.section(lesson, "How to", content=content)
    await ada.makes(f"/api/courses/{course['id']}/publish")
    return Published(course)


@pytest.fixture
def database(rolled_back: Database) -> Database:
    return rolled_back


async def test_an_answer_is_whole_and_packs_to_itself(ada: Author, database: Database) -> None:
    knots = await published(ada, "Knots")
    answer = await Shelf(database, 1_000_000).prepared(knots.current, Audience.LEARNER)

    assert answer
    data = msgspec.json.decode(answer.body)["data"]
    assert (data["title"], data["status"], data["isPublished"]) == ("Knots", "PUBLISHED", True)
    assert gzip.decompress(answer.gzip()) == answer.body


async def test_the_outline_names_what_the_release_holds(ada: Author, database: Database) -> None:
    knots = await published(ada, "Knots")
    outline = await Shelf(database, 1_000_000).outline(knots.current)

    assert outline
    assert [[s.title for s in lesson.sections] for lesson in outline.lessons] == [["How to"]]


async def test_the_shelf_stays_within_its_budget(ada: Author, database: Database) -> None:
    shelf = Shelf(database, 30_000)
    courses = [await published(ada, f"Course {n}", "words " * 1_500) for n in range(5)]
    for _ in range(2):
        for course in courses:
            answer = await shelf.prepared(course.current, Audience.LEARNER)
            assert answer
            answer.gzip()
            await shelf.prepared(course.current, Audience.LEARNER)
            assert shelf.used <= 30_000


async def test_what_is_forgotten_gives_its_room_back(ada: Author, database: Database) -> None:
    shelf = Shelf(database, 1_000_000)
    knots = await published(ada, "Knots")
    for audience in Audience:
        await shelf.prepared(knots.current, audience)
    await shelf.outline(knots.current)
    shelf.forget(str(knots.current.id))

    assert shelf.used == 0


async def test_a_withdrawn_release_has_no_answer(
    school: School, ada: Author, database: Database
) -> None:
    knots = await published(ada, "Knots")
    path = f"/api/courses/{knots.current.id}"
    await ada.makes(f"{path}/publish")
    withdrawn = await ada.asks("POST", f"{path}/releases/1/withdraw")

    assert withdrawn.status_code == 200
    assert await Shelf(database, 1_000_000).prepared(knots.current, Audience.PUBLIC) is None
