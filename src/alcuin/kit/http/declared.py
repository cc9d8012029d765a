"""What a route's function declares, read once when it is registered.

Refused then and there: anything that would let a request past its declaration (unknown
fields ignored, a number or text without bounds), because no answer would ever show it.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from alcuin.kit.http.bodies import Nothing


class Declared(msgspec.Struct, frozen=True):
    """The parts of a request that a route's function takes."""

    path: dict[str, Any]  # Any: type expressions, here and below
    query: type[msgspec.Struct]
    query_whole: bool
    body: type[Any]
    body_given: bool
    answer: Any


def declared(
    action: Callable[..., Any],  # Any: routes take and answer what they declare
    path_names: Sequence[str],
    body: type[Any] | None,
) -> Declared:
    """Read the annotations of `action`; `body` where it reads the body itself."""
    hints = get_type_hints(action, include_extras=True)
    answer = hints.pop("return")
    hints.pop("request")
    path = {name: hints.pop(name) for name in path_names}
    taken = hints.pop("data", None)
    whole = hints.pop("query", None)
    if whole and hints:
        raise TypeError(f"{action.__name__}: declare {', '.join(hints)} as fields of the query")
    query = whole or _query_struct(action, hints)
    found = Declared(
        path=path,
        query=query,
        query_whole=whole is not None,
        body=taken or body or Nothing,
        body_given=taken is not None,
        answer=(get_args(answer) or (None,))[0],
    )
    for kind in (found.query, found.body, *path.values()):
        _require_closed(kind, action.__name__, texts=kind is found.body)
    return found


def _query_struct(action: Callable[..., Any], hints: dict[str, Any]) -> type[msgspec.Struct]:
    defaults = inspect.signature(action).parameters
    fields = [
        (name, kind)
        if defaults[name].default is inspect.Parameter.empty
        else (name, kind, defaults[name].default)
        for name, kind in hints.items()
    ]
    return msgspec.defstruct(
        f"{action.__name__}_query",
        fields,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        rename="camel",
    )


def _require_closed(kind: Any, where: str, *, texts: bool) -> None:
    bounds: list[msgspec.Meta] = []
    if get_origin(kind) is Annotated:
        kind, *bounds = get_args(kind)
        if not all(isinstance(each, msgspec.Meta) for each in bounds):
            raise TypeError(f"{where}: bounds are declared with msgspec.Meta only")
    if kind is int and not any(_both_ends(each) for each in bounds):
        raise TypeError(f"{where}: give each number a smallest and a largest value")
    if kind is str and texts and not any(_ends(each) for each in bounds):
        raise TypeError(f"{where}: give each text a max_length or pattern")
    bare = get_origin(kind) or kind
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        _require_closed_struct(bare, where, texts=texts)
    for part in get_args(kind):
        _require_closed(part, where, texts=texts and bare is not dict)


def _require_closed_struct(kind: type[msgspec.Struct], where: str, *, texts: bool) -> None:
    if not kind.__struct_config__.forbid_unknown_fields:
        raise TypeError(f"{where}: {kind.__name__} must forbid unknown fields")
    for field in msgspec.structs.fields(kind):
        _require_closed(field.type, f"{where}: {kind.__name__}.{field.name}", texts=texts)


def _both_ends(bounds: msgspec.Meta) -> bool:
    low = bounds.ge if bounds.ge is not None else bounds.gt
    high = bounds.le if bounds.le is not None else bounds.lt
    return low is not None and high is not None


def _ends(bounds: msgspec.Meta) -> bool:
    return bounds.max_length is not None or bounds.pattern is not None
