"""Search: what is found by which words, within filters, and that any text may be asked."""

from itertools import combinations
from typing import Any

import pytest

from alcuin.catalog.rules.searching import terms
from tests.catalog.school import Author

TITLES = (
    "Introduction to Knots",
    "Node.js for C++ People",
    "Études d'Été",
    "日本語入門",  # without blanks, as Japanese is written
    "हिन्दी",
)


async def published(ada: Author, title: str, **more: Any) -> None:
    course = await ada.course(title, **more)
    lesson = await ada.lesson(course, "One")
    await ada.section(lesson, "A", content="Text")
    await ada.publishes(course)


async def found(ada: Author, search: str, **more: str) -> list[str]:
    answer = await ada.school.client.get("/api/courses", params={"search": search, **more})
    assert answer.status_code == 200, search
    said = answer.json()
    assert said["pagination"]["total"] == len(said["data"])
    return [each["title"] for each in said["data"]]


@pytest.fixture
async def catalog(ada: Author) -> Author:
    for title in TITLES:
        await published(ada, title)
    return ada


async def test_words_their_beginnings_and_their_forms_are_found(catalog: Author) -> None:
    for search in ("knots", "Introd", "knot introduction", "KNOTTED", "etude", "ÉTUDES"):
        assert len(await found(catalog, search)) == 1, search
    assert await found(catalog, "knots etudes") == []


async def test_every_part_of_every_word_of_a_title_finds_it(catalog: Author) -> None:
    for title in TITLES:
        for piece in title.split():
            for begin, end in combinations(range(len(piece) + 1), 2):
                part = piece[begin:end]
                if terms(part) and not (len(part) == 1 and part.isascii()):
                    assert title in await found(catalog, part), part


@pytest.mark.parametrize(
    ("search", "title"),
    [
        ("ntroducti nots", "Introduction to Knots"),
        ("nots  ntroducti", "Introduction to Knots"),
        ("ode.js c++", "Node.js for C++ People"),
        ("ode.j p", "Node.js for C++ People"),
        ("入門", "日本語入門"),
        ("門", "日本語入門"),
    ],
)
async def test_parts_of_several_words_are_found_in_any_order(
    catalog: Author, search: str, title: str
) -> None:
    assert await found(catalog, search) == [title]


async def test_one_latin_letter_must_begin_a_word(catalog: Author) -> None:
    assert await found(catalog, "n") == ["Node.js for C++ People"]
    assert await found(catalog, "ode.j q") == []


async def test_a_part_as_it_was_typed_comes_before_its_pieces(ada: Author) -> None:
    for title in ("Big Data and Archaeology", "Archaeology by Data A Go", "Bigger Ata Archaeology"):
        await published(ada, title)
    assert (await found(ada, "ata Archaeolog"))[0] == "Bigger Ata Archaeology"


async def test_a_search_stays_within_its_filters(ada: Author) -> None:
    for title, category, difficulty, tags in (
        ("Knots of Sailors", "Crafts", "BEGINNER", ["Rope", "sea"]),
        ("Knots of Weavers", "Crafts", "ADVANCED", ["wool"]),
        ("Knots of Mathematicians", "Science", "ADVANCED", ["rope"]),
    ):
        await published(ada, title, category=category, difficulty=difficulty, tags=tags)
    for search in ("knots", "nots"):
        assert len(await found(ada, search)) == 3
        assert len(await found(ada, search, category="Crafts")) == 2
        assert len(await found(ada, search, difficulty="advanced")) == 2
        assert len(await found(ada, search, tag="rope")) == 2
        assert await found(ada, search, category="Crafts", tag="ROPE") == ["Knots of Sailors"]
        assert await found(ada, search, category="Crafts", difficulty="advanced") == [
            "Knots of Weavers"
        ]
        assert await found(ada, search, category="Science", difficulty="beginner") == []
        assert await found(ada, search, tag="Crafts") == []


async def test_a_tag_is_the_same_however_it_is_written(ada: Author) -> None:
    await published(ada, "Knots", tags=["Rope Work", "ÉTUDE"])
    for tag in ("Rope Work", "rope work", "ROPE WORK", "étude"):
        answer = await ada.school.client.get("/api/courses", params={"tag": tag})
        (card,) = answer.json()["data"]
        assert card["tags"] == ["Rope Work", "ÉTUDE"]


@pytest.mark.parametrize(
    "search",
    [
        "½",
        "a½b ⅔",
        "ŉa 'n' \u02bc",  # letters that are apostrophes without their accents
        "\u02bb",
        "a_b __ _",
        "1e5 -3 0x1f 3.14",
        "x\\y \\ 'x\\'",
        "¼' | !x:* <-> (y)",
        "\x01x\x01:*",
        "  \t \u00a0 x \u2028",
        "ʺ \u02d0 ﷺ",
        "q w e r t y u i o p a s d f g h",
        "x" * 200,
        "入" * 200,
    ],
)
async def test_any_text_may_be_asked(catalog: Author, search: str) -> None:
    assert isinstance(await found(catalog, search), list)


def test_a_search_is_read_to_its_tenth_word() -> None:
    read = terms(" ".join(f"word{n}" for n in range(30)))
    assert read
    assert read.prefixes.count("&") == 9
    assert len(read.words.split()) == 10
    assert len(read.parts.split()) == 10


@pytest.mark.parametrize("search", ["", "  ", "%", "_", "' \" |", "🟊"])
def test_a_text_without_a_word_asks_nothing(search: str) -> None:
    assert terms(search) is None
