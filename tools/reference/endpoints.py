"""docs/reference/endpoints.md: what can be asked, by whom, and what comes back."""

import re
from collections import defaultdict

from tools.reference.schemas import Json, Schemas, name_of, notes

INTRODUCTION = """\
# Endpoints

Everything that can be asked over HTTP, chapter by chapter: who may ask, what is answered, what \
is refused. `/api/docs` of a running Alcuin shows the same with examples, and \
`/api/openapi.json` is for machines. This page is made of that document by \
`python -m tools.reference`; a test compares the two. Who gets what of a course in which state \
is tried for every operation by the tests of the authorization matrix.

An answer is `{success, data, message?}`; where it says *list of*, `data` is the list and \
[`pagination`](models.md#pagination) stands beside it. Lists take `page` (1), `limit` (10, at \
most 100) and, deeper than 1,000 rows, `cursor`. Where a course is named, its id or its slug is \
taken. `HEAD` works where `GET` does. Requests and answers link to their fields.

Who may ask:

| word | meaning |
|---|---|
| anybody | also without signing in; a token that is shown must be good |
| signed in | with a token, also before the address is verified |
| verified | with a token and a verified address |
| enrolled | verified, and enrolled in the course now or once |
| staff, editors, owners | verified, and on the staff of that course: anybody of it; owners and \
instructors; owners. Administrators always |
| teachers | accounts with the role INSTRUCTOR or ADMIN |
| administrators | accounts with the role ADMIN |

Refusals that many share are left out of the tables ([all of them](refusals.md)): `unreadable`, \
`bad_host`, `invalid`, `unexpected` and `unavailable` everywhere; `unauthenticated`, and \
`unverified` or `role_needed` as the column *who* demands; `not_found` where an id is in the \
path; `too_large`, `too_tangled`, `too_slow` and `wrong_type` where a body is; \
`too_many_requests` everywhere but for `/health`. An edit (marked *If-Match*) is refused as \
`precondition_required` without that header and as `stale` with another revision's. What is \
marked *once* takes an `Idempotency-Key`, and is refused as `idempotency_in_flight` or \
`idempotency_key_reused`.
"""
SHARED = {
    *("unreadable", "bad_host", "invalid", "unexpected", "unavailable", "too_many_requests"),
    *("unauthenticated", "unverified", "role_needed", "not_found"),
    *("too_large", "too_tangled", "too_slow", "wrong_type"),
    *("precondition_required", "stale", "idempotency_in_flight", "idempotency_key_reused"),
}
WHO = {
    "PUBLIC": "anybody",
    "SIGNED_IN": "signed in",
    "VERIFIED": "verified",
    "TEACHERS": "teachers",
    "ADMINS": "administrators",
}
# A refusal of this kind tells whom the room lets in.
BY_REFUSAL = {
    "not_an_owner": "owners",
    "not_an_editor": "editors",
    "not_staff": "staff",
    "not_enrolled": "enrolled",
}
CHAPTERS = {
    "auth": "Accounts and sessions",
    "users": "People, for administrators",
    "courses": "Courses",
    "categories": "Categories",
    "lessons": "Lessons",
    "sections": "Sections",
    "enrollments": "Enrollments",
    "progress": "Progress",
    "achievements": "Achievements, for administrators",
    "notifications": "Notifications",
    "media": "Files",
    "analytics": "Analytics",
    "audit": "The audit",
    "reference": "This API itself",
    "health": "Health",
}
CODE = re.compile(r"`([a-z_]+)`:")
PAGE = "endpoints.md"


def page(document: Json, schemas: Schemas) -> str:
    """The page; PUT and PATCH of one thing are one row."""
    chapters: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, list[str]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"].endswith("_put"):
                continue
            word = "PUT, PATCH" if f"{method}put" == "patchput" and "put" in methods else method
            named = f"`{word.upper()} {path}`"
            chapter = operation["tags"][0]
            chapters[chapter].append(_row(named, operation, schemas))
            asked[chapter] += _parameters(named, operation, schemas)
    if unnamed := chapters.keys() - CHAPTERS.keys():
        raise ValueError(f"name the chapters: {', '.join(unnamed)}")
    shown = [_chapter(CHAPTERS[each], chapters[each], asked[each]) for each in CHAPTERS]
    return "\n".join([INTRODUCTION, *shown])


def _chapter(title: str, rows: list[str], parameters: list[str]) -> str:
    lines = [f"## {title}", ""]
    lines += [
        "| operation | what it does | who | answers | also refused |",
        "|---|---|---|---|---|",
    ]
    lines += rows
    if parameters:
        lines += ["", "| operation | parameter | what it is |", "|---|---|---|", *parameters]
    return "\n".join([*lines, ""])


def _row(named: str, operation: Json, schemas: Schemas) -> str:
    marks = [
        *["*once*"] * _takes(operation, "Idempotency-Key"),
        *["*If-Match*"] * _takes(operation, "If-Match"),
    ]
    body = _body(operation, schemas)
    about = [f"{operation['summary']}.", *[f"Takes {body}." for _ in [1] if body], *marks]
    cells = [named, " ".join(about), _who(operation), _answers(operation, schemas)]
    return f"| {' | '.join(cells)} | {_refused(operation)} |"


def _takes(operation: Json, header: str) -> bool:
    return any(each["name"] == header for each in operation["parameters"])


def _body(operation: Json, schemas: Schemas) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return "a file"
    schema = content.get("application/json", {}).get("schema")
    return schemas.kind(schema, PAGE) if schema else ""


def _who(operation: Json) -> str:
    codes = {code for _, code in _codes(operation)}
    if operation["x-who"] == "VERIFIED":
        for code, word in BY_REFUSAL.items():
            if code in codes:
                return word
    return WHO[operation["x-who"]]


def _answers(operation: Json, schemas: Schemas) -> str:
    given = [(status, each) for status, each in operation["responses"].items() if status < "300"]
    shown = _shown(given[0][1], schemas)
    return f"{', '.join(status for status, _ in given)} {shown}".strip()


def _shown(response: Json, schemas: Schemas) -> str:
    kind, content = next(iter(response["content"].items()))
    if kind == "*/*":
        return "the bytes"
    if kind == "text/html":
        return "a page"
    if kind == "text/event-stream":
        return "events"
    schema = content["schema"]
    either = [_inner(each, schemas) for each in schema.get("anyOf", [schema])]
    return " or ".join(each for each in either if each)


def _inner(schema: Json, schemas: Schemas) -> str:
    """What stands in an envelope; the name of the whole where there is none."""
    if "$ref" not in schema:
        return "JSON"
    name = name_of(schema["$ref"])
    data = schemas.all[name]["properties"].get("data")
    if data is None:
        return schemas.link(name, PAGE)
    return "" if data.get("type") == "null" else schemas.kind(data, PAGE)


def _codes(operation: Json) -> list[tuple[str, str]]:
    return [
        (status, code)
        for status, lines in operation["responses"].items()
        if status >= "400"
        for code in CODE.findall("\n".join(lines))
    ]


def _refused(operation: Json) -> str:
    own = defaultdict(list)
    for status, code in _codes(operation):
        if code not in SHARED:
            own[status].append(f"`{code}`")
    return "; ".join(f"{status} {', '.join(codes)}" for status, codes in sorted(own.items()))


def _parameters(named: str, operation: Json, schemas: Schemas) -> list[str]:
    shared = ("page", "limit", "cursor")
    asked = [each for each in operation["parameters"] if each["in"] == "query"]
    return [
        f"| {named} | `{each['name']}` | {_parameter(each['schema'], schemas)} |"
        for each in asked
        if each["name"] not in shared
    ]


def _parameter(schema: Json, schemas: Schemas) -> str:
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    said = notes(schema)
    kind = " or ".join(schemas.kind(each, PAGE) for each in kinds)
    return f"{kind}. {said}" if said else f"{kind}."
