"""Schemas of the OpenAPI document as people read them."""

import re
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]  # Any: JSON

BOUNDS = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " entries"),
)
NOT_BLANK = r"\\S"
PAGES = {"requests": "requests.md", "answers": "models.md", "enums": "enums.md"}


def name_of(reference: str) -> str:
    return reference.rsplit("/", 1)[1]


def is_wrapped(name: str) -> bool:
    """An envelope or a listing around something else."""
    return name.startswith(("Envelope_", "Listing_"))


class Schemas:
    """All schemas, and on which page each stands."""

    def __init__(self, document: Json) -> None:
        self.all: Json = document["components"]["schemas"]
        self.sent = self.reached(
            each["requestBody"] for each in operations(document) if "requestBody" in each
        )
        self.enums = [name for name, schema in self.all.items() if "enum" in schema]

    def place(self, name: str) -> str:
        """The page that a schema stands on."""
        if name in self.enums:
            return PAGES["enums"]
        return PAGES["requests" if name in self.sent else "answers"]

    def link(self, name: str, page: str) -> str:
        """To its heading, from `page`."""
        place = self.place(name)
        return f"[{name}]({'' if place == page else place}#{name.lower()})"

    def kind(self, schema: Json, page: str) -> str:
        """What a value is, in a word or two."""
        if "$ref" in schema:
            return self.link(name_of(schema["$ref"]), page)
        if "anyOf" in schema:
            return " or ".join(self.kind(each, page) for each in schema["anyOf"])
        if "enum" in schema:
            return " or ".join(f"`{_json(each)}`" for each in schema["enum"])
        if schema.get("type") == "array":
            inner = self.kind(schema.get("items", {}), page)
            return f"list of {inner}"
        word: str = schema.get("type", "JSON")
        return {"uuid": "id", "date-time": "instant"}.get(schema.get("format", ""), word)

    def within(self, schema: Any) -> list[str]:  # Any: JSON
        """Names of the schemas that it refers to itself, in their order."""
        if isinstance(schema, list):
            return [name for each in schema for name in self.within(each)]
        if not isinstance(schema, dict):
            return []
        here = [name_of(schema["$ref"])] if "$ref" in schema else []
        return here + [name for each in schema.values() for name in self.within(each)]

    def reached(self, schemas: Any) -> set[str]:  # Any: JSON
        """Names of all schemas that these refer to, however deep."""
        found: set[str] = set()
        following = self.within(list(schemas))
        while following:
            name = following.pop()
            if name not in found:
                found.add(name)
                following += self.within(self.all[name])
        return found


def operations(document: Json) -> list[Json]:
    """Every operation, in the document's order."""
    return [each for path in document["paths"].values() for each in path.values()]


def notes(schema: Json) -> str:
    """What a value means and its bounds."""
    kinds = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    said = list(dict.fromkeys(each["description"] for each in kinds if each.get("description")))
    bounds = [text for each in kinds for text in _bounds(each) if not _is_told(text, said)]
    if schema.get("default") not in (None, [], {}, ""):
        bounds.append(f"`{_json(schema['default'])}` where left out")
    sentence = ", ".join(bounds)
    return " ".join([*said, sentence[:1].upper() + sentence[1:] + "." * bool(sentence)]).strip()


def _is_told(bound: str, said: list[str]) -> bool:
    """A sentence names the same number already."""
    number = bound.removesuffix(" characters").rpartition(" ")[2]
    return any(number in sentence for sentence in said)


def _bounds(schema: Json) -> list[str]:
    found = []
    for low, high, unit in BOUNDS:
        least, most = schema.get(low), schema.get(high)
        if least is not None and most is not None:
            found.append(f"{least:,} to {most:,}{unit}")
        elif most is not None:
            found.append(f"at most {most:,}{unit}")
        elif least is not None:
            found.append(f"at least {least:,}{unit}")
    if pattern := schema.get("pattern"):
        blank = re.fullmatch(NOT_BLANK, pattern)
        found.append("not only spaces" if blank else f"`{pattern.replace('|', chr(92) + '|')}`")
    return found


def _json(value: Any) -> str:  # Any: JSON
    return {True: "true", False: "false", None: "null"}.get(value, str(value))
