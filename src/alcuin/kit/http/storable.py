"""Texts that PostgreSQL cannot store: those with NUL or half a surrogate pair."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

from alcuin.kit.http.values import (
    MOST_ERRORS,
    UNSTORABLE,
    Path,
    Step,
    Tree,
    json_pointer,
)
from alcuin.kit.problems import FieldError

Place: TypeAlias = tuple["Place", Step] | None
"""A path as links from its end: made for every list of a body, spelled out for few."""

_unstorable = re.compile("[\0\ud800-\udfff]").search


def unstorable_in(tree: Tree, body: bytes) -> list[FieldError]:
    """Where they stand in a body; only an escape can have brought them in."""
    if b"\\u" not in body:
        return []
    found = islice(_places(tree), MOST_ERRORS)
    return [FieldError(json_pointer(_path(place)), *UNSTORABLE) for place in found]


def _places(tree: Tree) -> Iterator[Place]:
    # Without recursion: a body may hold a million texts, and everybody waits for this loop.
    waiting: list[tuple[Place, Tree]] = [(None, [tree])]
    while waiting:
        place, holder = waiting.pop()
        is_object = isinstance(holder, dict)
        for step, value in holder.items() if is_object else enumerate(holder):
            if is_object and _unstorable(str(step)):
                yield place
            if isinstance(value, str):
                if _unstorable(value):
                    yield (place, step)
            elif isinstance(value, (dict, list)):
                waiting.append(((place, step), value))


def _path(place: Place) -> Path:
    steps: list[Step] = []
    while place:
        place, step = place
        steps.append(step)
    return tuple(reversed(steps[:-1]))
