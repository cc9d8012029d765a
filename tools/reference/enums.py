"""docs/reference/enums.md: words of which one is chosen."""

from collections import defaultdict

from tools.reference.meanings import ENUMS
from tools.reference.schemas import Json, Schemas

INTRODUCTION = """\
# Enums

Words of which a field holds one. They are read in any case and written in capitals; any other \
word is refused as `invalid`, with a list of those that there are. This page is made by \
`python -m tools.reference`; a test compares it with the code.
"""
PAGE = "enums.md"


def page(document: Json, schemas: Schemas) -> str:
    """The page, in the order of `meanings.ENUMS`."""
    users = _users(document, schemas)
    return "\n".join([INTRODUCTION, *(_enum(name, users[name], schemas) for name in ENUMS)])


def _users(document: Json, schemas: Schemas) -> dict[str, list[str]]:
    """Where each enum stands: fields of shapes, then parameters."""
    found = defaultdict(list)
    for model, schema in schemas.all.items():
        for field, kind in schema.get("properties", {}).items():
            for name in schemas.within(kind):
                found[name].append(f"`{field}` of {schemas.link(model, PAGE)}")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for parameter in operation["parameters"]:
                for name in schemas.within(parameter["schema"]):
                    found[name].append(f"`{parameter['name']}` of `{method.upper()} {path}`")
    return found


def _enum(name: str, users: list[str], schemas: Schemas) -> str:
    lines = [f"## {name}", "", schemas.all[name]["description"], ""]
    lines += ["| word | means |", "|---|---|"]
    lines += [f"| `{word}` | {meaning} |" for word, meaning in ENUMS[name].items()]
    return "\n".join([*lines, "", f"In {', '.join(users)}.", ""])
