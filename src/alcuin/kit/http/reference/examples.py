"""An example of a schema: its own where it has one, a plausible value otherwise."""

from typing import Any

from alcuin.kit.http.reference.kinds import Json

DEEPEST = 8

BY_FORMAT = {
    "uuid": "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871",
    "date-time": "2026-03-02T09:30:00Z",
    "date": "2026-03-02",
    "time": "09:30:00",
    "duration": "PT45M",
    "uri": "https://learn.example.org/",
    "byte": "QWxjdWlu",
}
BY_NAME = {
    "email": "ada@example.org",
    "name": "Ada Lovelace",
    "title": "How memory works",
    "description": "Why we forget, and what to do about it.",
    "slug": "how-memory-works",
    "category": "Learning",
    "password": "a long sentence you can remember",
    "newPassword": "a long sentence you can remember",
    "closesAt": "2026-06-30T18:00:00Z",
    "thumbnail": "https://learn.example.org/picture.webp",
    "imageUrl": "https://learn.example.org/picture.webp",
    "videoUrl": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
    "timeZone": "Europe/Vienna",
    "language": "en",
    "search": "memory",
    "order": 1,
    "url": "https://learn.example.org/",
    "message": "Done.",
    "cursor": None,
}


def example(schema: Json, components: Json, name: str = "", depth: int = 0) -> Any:  # Any: JSON
    """A value that the schema allows, as far as a schema says it."""
    if depth > DEEPEST:
        return None
    if schema.get("default") not in (None, [], {}):
        return schema["default"]
    if "$ref" in schema:
        schema = components[schema["$ref"].rsplit("/", 1)[1]]
    for word in ("examples", "enum"):
        if schema.get(word):
            return schema[word][0]
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        real = [each for each in schema["anyOf"] if each.get("type") != "null"]
        return example(real[0], components, name, depth + 1) if real else None
    return _of_type(schema, components, name, depth)


def _of_type(schema: Json, components: Json, name: str, depth: int) -> Any:  # Any: as above
    match schema.get("type"):
        case "object":
            return {
                key: example(value, components, key, depth + 1)
                for key, value in schema.get("properties", {}).items()
            }
        case "array":
            items = schema.get("items")
            return [example(items, components, name, depth + 1)] if items else []
        case "boolean":
            return bool(schema.get("default", True))
        case "integer" | "number":
            return BY_NAME.get(name) or schema.get("default") or schema.get("minimum", 1)
        case "string":
            return _text(schema, name)
    return None


def _text(schema: Json, name: str) -> str | None:
    if name not in BY_NAME and schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    text = BY_NAME.get(name, "text")
    return text if isinstance(text, str | None) else "text"
