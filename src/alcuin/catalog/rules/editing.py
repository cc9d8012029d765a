"""Laying an edit over what is there."""

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from alcuin.catalog.rules.names import category_key

T = TypeVar("T", bound=msgspec.Struct)


def edited(current: T, edit: msgspec.Struct) -> T:
    """Copy `current` with the fields that `edit` names; equal to `current` where none differs."""
    named = {
        name: value
        for name, value in msgspec.structs.asdict(edit).items()
        if value is not UNSET and not _is_same(name, value, getattr(current, name))
    }
    return msgspec.structs.replace(current, **named) if named else current


def _is_same(name: str, new: Any, old: Any) -> bool:  # Any: values of any field
    if name == "category":  # another spelling of the same category is no change
        return category_key(new) == category_key(old)
    if name == "requires":  # a set that travels as a list
        return set(new) == set(old)
    return bool(new == old)
