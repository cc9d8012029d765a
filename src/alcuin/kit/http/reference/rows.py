"""A schema as rows of a table: name, kind, what it must be."""

from collections.abc import Iterator

import msgspec

from alcuin.kit.http.reference.kinds import Json

DEEPEST = 5
BOUNDS = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " entries"),
)


class Row(msgspec.Struct, frozen=True):
    """One field."""

    depth: int
    name: str
    kind: str
    required: bool
    notes: str


def rows(schema: Json, components: Json, depth: int = 0) -> list[Row]:
    """The fields of an object, those within it indented."""
    schema = resolved(schema, components)
    found: list[Row] = []
    for name, field in schema.get("properties", {}).items():
        inner = _inner(field, components)
        required = name in schema.get("required", ())
        found.append(Row(depth, name, kind_of(field, components), required, notes(field)))
        if depth < DEEPEST:
            found += rows(inner, components, depth + 1)
    return found


def resolved(schema: Json, components: Json) -> Json:
    """Follow a reference."""
    known: Json = components[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    return known


def kind_of(schema: Json, components: Json) -> str:
    """A word or two."""
    if "anyOf" in schema:
        return " or ".join(kind_of(each, components) for each in schema["anyOf"])
    schema = resolved(schema, components)
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}), components)}"
    return str(schema.get("format") or schema.get("type", "any"))


def notes(schema: Json) -> str:
    """Description and bounds."""
    kinds = [schema, *schema.get("anyOf", ())]
    said = [text for kind in kinds for text in _bounds(kind)]
    if schema.get("default") not in (None, [], {}):
        said.append(f"default {schema['default']}")
    description = schema.get("description", "")
    return f"{description} {', '.join(said)}".strip()


def _bounds(schema: Json) -> Iterator[str]:
    for low, high, unit in BOUNDS:
        least, most = schema.get(low), schema.get(high)
        if least is not None and most is not None:
            yield f"{least} to {most}{unit}"
        elif least is not None or most is not None:
            side, bound = ("most", most) if least is None else ("least", least)
            yield f"at {side} {bound}{unit}"
    if "pattern" in schema:
        yield f"matches {schema['pattern']}"


def _inner(field: Json, components: Json) -> Json:
    for each in (field, *field.get("anyOf", ())):
        schema = resolved(each, components)
        if schema.get("type") == "array":
            schema = resolved(schema.get("items", {}), components)
        if schema.get("properties"):
            return schema
    return {}
