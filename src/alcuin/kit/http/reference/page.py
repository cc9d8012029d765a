"""The page of the API reference, made on the server: no script, nothing from elsewhere."""

import json
from typing import Any

import jinja2
import msgspec

from alcuin.kit.http.operation import Operation
from alcuin.kit.http.reference.document import OpenApi, chapter, public_path
from alcuin.kit.http.reference.kinds import Json
from alcuin.kit.http.reference.refusals import refusals
from alcuin.kit.http.reference.rows import notes, rows
from alcuin.kit.http.who import Who

WHO = {
    Who.PUBLIC: "Anybody",
    Who.SIGNED_IN: "Signed in",
    Who.VERIFIED: "Signed in, address verified",
    Who.TEACHERS: "Instructors, administrators",
    Who.ADMINS: "Administrators",
}

SIGNING_IN = "auth"
"""The chapter that comes before the others."""


class Shown(msgspec.Struct, frozen=True):
    """An operation on the page."""

    method: str
    path: str
    who: str
    scope: str | None
    about: Json
    body: list[Any]  # Any: rows of the template, here and below
    body_example: str | None
    answer: list[Any]
    answer_example: str
    successes: list[tuple[str, str]]
    refusals: list[Any]


def page(described: OpenApi) -> bytes:
    """Render the reference."""
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader(__name__.rpartition(".")[0], "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    chapters: dict[str, list[Shown]] = {}
    problems = {}
    for operation in described.operations:
        chapters.setdefault(chapter(operation), []).extend(
            _shown(described.document, operation, method) for method in operation.methods
        )
        problems.update({kind.code: kind for kind in refusals(operation)})
    return (
        templates.get_template("reference.html")
        .render(
            info=described.document["info"],
            # Whoever tries anything signs in first.
            chapters=dict(sorted(chapters.items(), key=lambda each: each[0] != SIGNING_IN)),
            problems=[problems[code] for code in sorted(problems)],
            notes=lambda parameter: notes(
                {"description": parameter.get("description", ""), **parameter["schema"]}
            ),
            detail=lambda problem: problem().detail,
        )
        .encode()
    )


def _shown(document: Json, operation: Operation, method: str) -> Shown:
    path = public_path(operation.path)
    about = document["paths"][path][method.lower()]
    components = document["components"]["schemas"]
    sent = about.get("requestBody", {}).get("content", {}).get("application/json")
    successes = [(status, each) for status, each in about["responses"].items() if status < "300"]
    given = next(iter(successes[0][1]["content"].values()))
    return Shown(
        method=method,
        path=path,
        who=WHO[operation.who],
        scope=operation.scope,
        about=about,
        body=rows(sent["schema"], components) if sent else [],
        body_example=_pretty(sent["example"]) if sent else None,
        answer=rows(given["schema"], components),
        answer_example=_pretty(given["example"]),
        successes=[(status, each["description"]) for status, each in successes],
        refusals=sorted(refusals(operation), key=lambda kind: (kind.status, kind.code)),
    )


def _pretty(value: Any) -> str:  # Any: JSON
    return json.dumps(value, indent=2, ensure_ascii=False)
