"""Decisions of the catalog, without a database."""

from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alcuin.catalog import CourseStatus
from alcuin.catalog.errors import IllegalStatus
from alcuin.catalog.rules.names import category_key, course_ref, is_reserved, slug_from
from alcuin.catalog.rules.requirements import find_circle
from alcuin.catalog.rules.status import may_move, require_move

AN_ID = UUID("0198f2a0-0000-7000-8000-000000000000")
LEGAL = {
    "DRAFT": "REVIEW PUBLISHED",
    "REVIEW": "DRAFT PUBLISHED",
    "PUBLISHED": "PUBLISHED DRAFT ARCHIVED",
    "ARCHIVED": "PUBLISHED",
}


@pytest.mark.parametrize("status", CourseStatus)
@pytest.mark.parametrize("to", CourseStatus)
def test_a_course_goes_only_where_the_table_says(status: CourseStatus, to: CourseStatus) -> None:
    legal = to in LEGAL[status].split()
    assert may_move(status, to) is legal
    if not legal:
        with pytest.raises(IllegalStatus) as refused:
            require_move(status, to)
        assert refused.value.facts == {"status": status, "to": to}


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How Memory Works, and How to Study With It", "how-memory-works-and-how-to-study-with-it"),
        ("  Größe & Maß  ", "grosse-mass"),
        ("数学", "course"),
        ("Generate", "generate-course"),
        (str(AN_ID), f"{AN_ID}-course"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_makes_a_slug(title: str, slug: str) -> None:
    assert slug_from(title) == slug


@given(st.text(min_size=1, max_size=200))
def test_every_title_makes_a_slug_that_can_be_stored(title: str) -> None:
    slug = slug_from(title)
    assert 1 <= len(slug) <= 120
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug
    assert "--" not in slug
    assert not is_reserved(slug)


@given(st.text(max_size=100))
def test_a_category_key_is_the_key_of_itself(name: str) -> None:
    key = category_key(name)
    assert category_key(key) == key
    assert len(key) <= 100


def test_an_address_holds_an_id_or_a_slug() -> None:
    assert course_ref(str(AN_ID)) == AN_ID
    assert course_ref("rope-work") == "rope-work"


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_a_circle_is_told_as_a_way_back(pairs: list[tuple[int, int]]) -> None:
    ids = [uuid5(AN_ID, str(n)) for n in range(8)]
    graph: dict[UUID, list[UUID]] = {one: [] for one in ids}
    for lesson, required in pairs:
        graph[ids[lesson]].append(ids[required])
    circle = find_circle(graph)
    assert bool(circle) == any(_reaches(graph, one, one) for one in ids)
    for before, after in pairwise(circle):
        assert after in graph[before]
    assert not circle or circle[0] == circle[-1]


def _reaches(graph: dict[UUID, list[UUID]], start: UUID, goal: UUID) -> bool:
    seen: set[UUID] = set()
    waiting = [*graph[start]]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += graph[here]
    return False
