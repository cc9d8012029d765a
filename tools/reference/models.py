"""docs/reference/requests.md and models.md: every shape that is sent or answered."""

from collections import defaultdict

from tools.reference.endpoints import CHAPTERS
from tools.reference.meanings import FIELDS
from tools.reference.schemas import PAGES, Json, Schemas, is_wrapped, notes

KINDS = """\
*id* is a UUID. *instant* is a moment as ISO 8601 writes it, with its offset; Alcuin answers in \
UTC. Addresses of files begin with `/api/media/`.
"""
REQUESTS = f"""\
# Requests

What is sent as JSON, by chapter. [Endpoints](endpoints.md) say where. An unknown field is \
refused (422), all faults at once, each with a JSON pointer; fields that are only read (`id`, \
`createdAt` and the like) may come back as they are. In an edit what is left out stays. This \
page is made by `python -m tools.reference`; a test compares it with the code.

{KINDS}"""
ANSWERS = f"""\
# Models

What is answered as `data`, by chapter: [endpoints](endpoints.md) say where. Fields are always \
there unless marked *not always*. This page is made by `python -m tools.reference`; a test \
compares it with the code.

{KINDS}
Every answer is an envelope: `success` (`true`), `data`, and `message` where there is something \
to say. A list has its rows in `data` and [`pagination`](#pagination) beside it. Everything that \
is refused has the shape of a [problem](#problemview).
"""
SHARED = "all"
TITLES = {SHARED: "In all chapters"} | CHAPTERS


def requests(document: Json, schemas: Schemas) -> str:
    """Shapes of bodies."""
    names = [name for name in schemas.sent if name not in schemas.enums]
    return _page(REQUESTS, PAGES["requests"], names, document, schemas)


def answers(document: Json, schemas: Schemas) -> str:
    """Shapes of answers, without envelopes around others."""
    here = PAGES["answers"]
    names = [name for name in schemas.all if schemas.place(name) == here and not is_wrapped(name)]
    return _page(ANSWERS, here, names, document, schemas)


def _page(introduction: str, here: str, names: list[str], document: Json, schemas: Schemas) -> str:
    homes = _homes(document, schemas)
    by_chapter = defaultdict(list)
    for name in sorted(names):
        by_chapter[homes.get(name, SHARED)].append(name)
    parts = [introduction]
    for chapter, title in TITLES.items():
        if by_chapter[chapter]:
            parts.append(f"## {title}\n")
            parts += [_model(name, here, schemas) for name in by_chapter[chapter]]
    return "\n".join(parts)


def _homes(document: Json, schemas: Schemas) -> dict[str, str]:
    """The chapter of each schema: that of the operations which use it, if it is one."""
    users: dict[str, set[str]] = defaultdict(set)
    for methods in document["paths"].values():
        for operation in methods.values():
            for name in schemas.reached([operation]):
                users[name].add(operation["tags"][0])
    order = list(CHAPTERS)
    shared = {name for name, chapters in users.items() if len(chapters) > len(order) // 2}
    return {
        name: min(chapters, key=order.index)
        for name, chapters in users.items()
        if name not in shared | {"Pagination"}
    }


def _model(name: str, here: str, schemas: Schemas) -> str:
    schema = schemas.all[name]
    said = " ".join(schema.get("description", "").split())
    lines = [
        f"### {name}",
        "",
        *[said, ""] * bool(said),
        "| field | kind | meaning |",
        "|---|---|---|",
    ]
    required = schema.get("required", ())
    asked = here == PAGES["requests"]
    for field, kind in schema.get("properties", {}).items():
        mark = _mark(asked=asked, required=field in required)
        meaning = " ".join(each for each in (mark, _meaning(name, field, kind)) if each)
        lines.append(f"| `{field}` | {schemas.kind(kind, here)} | {meaning} |")
    return "\n".join([*lines, ""])


def _mark(*, asked: bool, required: bool) -> str:
    if asked:
        return "*needed.*" if required else ""
    return "" if required else "*not always.*"


def _meaning(model: str, field: str, schema: Json) -> str:
    """What the code says, else what `meanings` says of this field or of all of its name."""
    said = notes(schema)
    if any("description" in each for each in (schema, *schema.get("anyOf", ()))):
        return said
    return f"{FIELDS.get(f'{model}.{field}', FIELDS.get(field, ''))} {said}".strip()
