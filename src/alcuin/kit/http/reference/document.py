"""The OpenAPI document, made of what the routes declare and of nothing else."""

from importlib.metadata import version
from typing import Any

import msgspec

from alcuin.kit.http.faults import ProblemView
from alcuin.kit.http.operation import Operation
from alcuin.kit.http.reference.examples import example
from alcuin.kit.http.reference.kinds import REFERENCE, Json, Kinds
from alcuin.kit.http.reference.refusals import by_status, refusals
from alcuin.kit.http.who import Who

PROBLEM = "application/problem+json"
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes it safe to ask again: the first answer is repeated for 24 hours.",
    # ASCII, as headers are, and no space at its ends, which is not part of a header's value.
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]([ -~]*[!-~])?$"},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag that you read, or `*` to overwrite whatever is there.",
    "schema": {"type": "string"},
}
RANGE = {
    "name": "Range",
    "in": "header",
    "description": "One range of bytes; several are answered by the whole file.",
    "schema": {"type": "string"},
    "example": "bytes=0-1023",
}
BYTES = {"schema": {"type": "string", "format": "binary"}, "example": ""}
FORM = {
    "schema": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
        "additionalProperties": False,
    },
    "example": {"file": ""},
}


class OpenApi:
    """The document and the operations it was made of."""

    def __init__(self, document: Json, operations: list[Operation]) -> None:
        self.document = document
        self.operations = operations

    def encoded(self) -> bytes:
        return msgspec.json.encode(self.document)


def openapi(operations: list[Operation]) -> OpenApi:
    """Describe all operations."""
    kinds = Kinds(operations)
    paths: Json = {}
    for operation in operations:
        for method in operation.methods:
            described = _operation(operation, method, kinds)
            paths.setdefault(public_path(operation.path), {})[method.lower()] = described
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Alcuin",
            "version": version("alcuin"),
            "summary": "An open learning platform.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": kinds.components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }
    return OpenApi(document, operations)


def _operation(operation: Operation, method: str, kinds: Kinds) -> Json:
    name = operation.action.__name__
    said = operation.action.__doc__ or name.replace("_", " ").capitalize()
    summary, _, description = said.strip().partition("\n\n")
    described: Json = {
        "operationId": name if method == operation.methods[-1] else f"{name}_{method.lower()}",
        "summary": " ".join(summary.split()).rstrip(".").replace("`", ""),
        "tags": [chapter(operation)],
        "x-who": operation.who.name,
        "x-scope": operation.scope,
        "security": [{"token": []}] if operation.who is not Who.PUBLIC else [{}, {"token": []}],
        "parameters": _parameters(operation, kinds),
        "responses": _successes(operation, kinds) | _refusals(operation),
    }
    if description:
        described["description"] = " ".join(description.split())
    if operation.takes_body:
        schema = kinds.of(operation.parts.body)
        shown = {"schema": schema, "example": example(schema, kinds.components)}
        described["requestBody"] = {"required": True, "content": {"application/json": shown}}
    if operation.takes_file:
        either = {"multipart/form-data": FORM, "application/octet-stream": BYTES}
        described["requestBody"] = {"required": True, "content": either}
    return described


def chapter(operation: Operation) -> str:
    """The word after /api/, or what the route says itself."""
    words = [word for word in operation.path.split("/") if word and word != "api"]
    return operation.about.get("tag") or (words[0] if words else "pages")


def _parameters(operation: Operation, kinds: Kinds) -> list[Json]:
    path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": kinds.of(kind),
            "example": example(kinds.of(kind), kinds.components, name),
        }
        for name, kind in operation.parts.path.items()
    ]
    asked = [
        {
            "name": name,
            "in": "query",
            "required": required,
            "description": schema.get("description", ""),
            "schema": schema,
            "example": example(schema, kinds.components, name),
        }
        for name, schema, required in kinds.of_query(operation.parts.query)
    ]
    headers = [IDEMPOTENCY_KEY] * operation.once + [IF_MATCH] * operation.about.get(
        "if_match", False
    )
    return [*path, *asked, *headers, *[RANGE] * operation.answers_file]


def _successes(operation: Operation, kinds: Kinds) -> Json:
    said = operation.about.get("answers", {200: "Done."}).items()
    if operation.answers_file:
        return {
            str(status): {"description": meaning, "content": {"*/*": BYTES}}
            for status, meaning in said
        }
    schema = kinds.of(operation.parts.answer)
    usual = "text/html" if operation.parts.answer is str else "application/json"
    media_type = operation.about.get("media_type", usual)
    shown = {"schema": schema, "example": example(schema, kinds.components)}
    return {
        str(status): {"description": meaning, "content": {media_type: shown}}
        for status, meaning in said
    }


def _refusals(operation: Operation) -> Json:
    schema = {"$ref": REFERENCE.format(name=ProblemView.__name__)}
    return {
        str(status): {
            "description": " ".join(f"`{kind.code}`: {kind().detail}" for kind in problems),
            "content": {
                PROBLEM: {
                    "schema": schema,
                    "examples": {kind.code: {"value": _shown(kind)} for kind in problems},
                }
            },
        }
        for status, problems in by_status(refusals(operation)).items()
    }


def _shown(kind: Any) -> Json:  # Any: classes of Problem, whose facts are optional
    problem = kind()
    return {
        "type": f"/api/docs#{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "success": False,
        "error": problem.title,
        "code": problem.code,
        "requestId": "5f0c9d1be7a24386b0d2",
    }


def public_path(template: str) -> str:
    """Litestar's `{course:str}` as OpenAPI's `{course}`."""
    return "/".join(
        part.partition(":")[0] + "}" if part.startswith("{") else part
        for part in template.split("/")
    )
