"""Edits: what was left out stays, and what cannot be changed may be sent back as it was."""

from typing import Any, TypeVar

import msgspec

from alcuin.kit.http.operation import Request
from alcuin.kit.http.storable import unstorable_in
from alcuin.kit.http.values import json_pointer, read_tree
from alcuin.kit.http.visit import visit_of
from alcuin.kit.problems import FieldError, Invalid

T = TypeVar("T")


async def read_edit(request: Request, schema: type[T], *, current: object) -> T:
    """Read the body of an edit against the present representation.

    `current` is what a reader is shown as `data` (a struct, or its JSON). A field that
    `schema` does not know is ignored where it equals the current value, so that a client
    may PUT back what it got, and refused otherwise. Raises Invalid with all errors.
    """
    visit = visit_of(request.scope)
    if not isinstance(visit.tree, dict):
        raise Invalid.at("", "Send an object.", "type")
    shown = msgspec.json.decode(
        current if isinstance(current, bytes) else msgspec.json.encode(current)
    )
    editable = {field.encode_name for field in msgspec.structs.fields(schema)}  # type: ignore[arg-type]  # a Struct type
    foreign = visit.tree.keys() - editable
    errors = unstorable_in(visit.tree, visit.body) + [
        _refused(name, shown)
        for name in sorted(foreign)
        if name not in shown or shown[name] != visit.tree[name]
    ]
    kept = {name: value for name, value in visit.tree.items() if name in editable}
    return read_tree(kept, schema, found=errors)


def _refused(name: str, shown: dict[str, Any]) -> FieldError:  # Any: parsed JSON
    if name in shown:
        return FieldError(json_pointer((name,)), "This cannot be changed here.", "read_only")
    return FieldError(json_pointer((name,)), "There is no such field.", "unknown")
