"""From a row to a frozen struct, by column name; the plan is made once per struct and columns."""

from collections.abc import Callable, Iterable
from enum import Enum
from types import NoneType
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin

import msgspec

T = TypeVar("T")


class Row(Protocol):
    """A row as asyncpg gives it: columns by their place, and their names."""

    def keys(self) -> Iterable[str]: ...
    def __getitem__(self, at: int, /) -> Any: ...  # Any: a row holds whatever the columns hold


_fillers: dict[tuple[Any, ...], Callable[[Row], Any]] = {}  # Any: a struct, names of its columns


def filler(shape: type[T], like: Row) -> Callable[[Row], T]:
    """A function that fills `shape` from rows with the columns of `like`, exactly its fields."""
    key = (shape, *like.keys())
    known: Callable[[Row], T] | None = _fillers.get(key)
    if known is None:
        known = _fillers[key] = _made(shape, list(like.keys()))
    return known


def _made(shape: type[T], columns: list[str]) -> Callable[[Row], T]:
    """One call that names each field: as a mapping a row of twelve columns takes six times as long.

    Raises TypeError where a column is no field.
    """
    turns = {field.name: _turn(field.type) for field in msgspec.structs.fields(shape)}  # type: ignore[arg-type]  # a Struct type
    if strange := set(columns) - turns.keys():
        raise TypeError(f"{shape.__name__} has no {', '.join(sorted(strange))}")
    told = [
        f"{name}=row[{at}]"
        if turns[name] is None
        else f"{name}=None if (value := row[{at}]) is None else turns['{name}'](value)"
        for at, name in enumerate(columns)
    ]
    source = f"lambda row: shape({', '.join(told)})"
    made: Callable[[Row], T] = eval(source, {"shape": shape, "turns": turns})  # noqa: S307  made of names of fields
    return made


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
