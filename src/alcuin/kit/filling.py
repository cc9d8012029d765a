"""From a row to a frozen struct, by column name; the plan is made once per struct."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import NoneType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

T = TypeVar("T")
Row = Mapping[str, Any]  # Any: a row holds whatever the columns hold


_fillers: dict[type[Any], Callable[[Row], Any]] = {}  # Any: one filler per struct


def filler(shape: type[T]) -> Callable[[Row], T]:
    """A function that fills `shape` from a row whose columns are exactly its fields."""
    known: Callable[[Row], T] | None = _fillers.get(shape)
    if known is None:
        known = _fillers[shape] = _made(shape)
    return known


def _made(shape: type[T]) -> Callable[[Row], T]:
    turns = {
        field.name: turn
        for field in msgspec.structs.fields(shape)  # type: ignore[arg-type]  # a Struct type
        if (turn := _turn(field.type))
    }
    if not turns:
        return lambda row: shape(**row)

    def fill(row: Row) -> T:
        values = dict(row)
        for name, turn in turns.items():
            if values[name] is not None:
                values[name] = turn(values[name])
        return shape(**values)

    return fill


def _turn(kind: Any) -> Callable[[Any], Any] | None:  # Any: type expressions
    """How a column's value becomes a field's, where it is not one already."""
    if get_origin(kind) is Union or type(kind).__name__ == "UnionType":
        turns = [t for part in get_args(kind) if part is not NoneType and (t := _turn(part))]
        return turns[0] if turns else None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if _is_made_of_structs(kind):
        return lambda value: msgspec.convert(value, kind)
    return None


def _is_made_of_structs(kind: Any) -> bool:  # Any: as above
    return (isinstance(kind, type) and issubclass(kind, msgspec.Struct)) or any(
        _is_made_of_structs(part) for part in get_args(kind)
    )
