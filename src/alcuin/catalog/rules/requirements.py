"""Lessons that require lessons: of the same course, and never in a circle."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar
from uuid import UUID

from alcuin.catalog.data.lessons import Requirement
from alcuin.kit.problems import FieldError, Invalid

K = TypeVar("K", UUID, str)


def require_no_circle(
    lesson_id: UUID | None, requires: Sequence[UUID], course: list[Requirement]
) -> None:
    """Raise Invalid where `requires` names strangers or closes a circle.

    `lesson_id` is None for a lesson that is not there yet: nobody can require it.
    """
    titles = {lesson.id: lesson.title for lesson in course}
    strangers = [
        FieldError(f"/requires/{at}", "There is no such lesson in this course.", "unknown")
        for at, required in enumerate(requires)
        if required not in titles
    ]
    if strangers:
        raise Invalid(*strangers)
    if lesson_id is None:
        return
    graph = {lesson.id: lesson.requires for lesson in course} | {lesson_id: list(requires)}
    if circle := find_circle(graph):
        raise Invalid.at("/requires", told(circle, titles), "circle")


def find_circle(graph: Mapping[K, Sequence[K]]) -> list[K]:
    """Find lessons of which each requires the next, the last being the first again."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        circle: list[K] = found.args[1]
        return circle[::-1]
    return []


def told(circle: Sequence[K], titles: Mapping[K, str]) -> str:
    """Name the circle to its author."""
    named = " requires ".join(f"“{titles[lesson]}”" for lesson in circle)
    return f"Lessons require each other in a circle: {named}."
