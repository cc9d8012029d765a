"""Saying of each instant that it is one: msgspec calls it a string, with a zone or without."""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect

Json = dict[str, Any]  # Any: JSON
FORMAT = "date-time"


def structs_of(kinds: list[Any]) -> list[type]:  # Any: type expressions
    """Every struct that these hold, each once; none that waits for a type of its own."""
    held = [each for info in inspect.multi_type_info(kinds) for each in _within(info, set())]
    structs = {each.cls for each in held if isinstance(each, inspect.StructType)}
    plain = [cls for cls in structs if not getattr(cls, "__parameters__", ())]
    return sorted(plain, key=lambda cls: (cls.__name__, cls.__module__))


def tell_instants(struct: type, schema: Json) -> None:
    """Give the format to the fields that hold instants and no other strings."""
    info = inspect.type_info(struct)
    for field in info.fields if isinstance(info, inspect.StructType) else ():
        held = {type(each) for each in _within(field.type, set())}
        if inspect.DateTimeType in held and inspect.StrType not in held:
            _tell(schema["properties"][field.encode_name])


def _within(info: Any, met: set[type]) -> Iterator[inspect.Type]:  # Any: one of msgspec's types
    """A type and those it is made of; a struct that holds itself, once."""
    if isinstance(info, inspect.StructType):
        if info.cls in met:
            return
        met.add(info.cls)
    yield info
    inner = [field.type for field in getattr(info, "fields", ())]
    inner += getattr(info, "types", ()) or getattr(info, "item_types", ())
    inner += [
        getattr(info, name)
        for name in ("item_type", "key_type", "value_type", "type")
        if hasattr(info, name)
    ]
    for each in inner:
        yield from _within(each, met)


def _tell(schema: Json) -> None:
    if schema.get("type") == "string":
        schema["format"] = FORMAT
    for inner in (*schema.get("anyOf", ()), schema.get("items")):
        if inner:
            _tell(inner)
