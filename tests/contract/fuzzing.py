"""Requests made up from the OpenAPI document, good and bad, with every answer checked against it.

It runs in a process of its own: making requests up costs more than answering them.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import CheckNode, ScenarioRecorder
from schemathesis.openapi.checks import RejectedPositiveData

from tests.contract.grounds import Grounds

BY_SCHEMA = frozenset({"type", "range", "length", "missing", "unknown", "choice"})
"""Codes of what a schema can say: a request that obeys the schema is never refused for these."""
UNKNOWN_FIELD = "There is no such field."
"""The same code says that what a value names is not there, which no schema can."""

CHECKS = {
    # Beyond the defaults: 412 and 428 speak of If-Match, 410 of spent links, 413 of file sizes,
    # and which 422 is right is decided by its codes, below.
    "negative_data_rejection": {
        "expected-statuses": [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429]
    },
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", 304, 401, 403, 404, 409, 410, 412, 413, 415, 429]
    },
    "missing_required_header": {"expected-statuses": [401, 403, 404, 415, 422, 428]},
}
BY_DESIGN = {
    # To whoever may not enroll, and to whoever is not enrolled, a course is not there (404), also
    # to its author right after writing it.
    "include-path-regex": "/(enroll|restore)$",
    "checks": {"ensure_resource_availability": {"enabled": False}},
}

CLOSING = ["DELETE /api/auth/me", "DELETE /api/users/{user_id}"]
"""Would end the account of whoever tries everything else."""


class Asked(msgspec.Struct, frozen=True):
    """What is to be tried: as whom (None: nobody), and how often each operation."""

    who: str | None
    seed: int
    phases: list[str]
    examples: int
    operations: str = ".*"


class Found(msgspec.Struct):
    """What came of it."""

    cases: int = 0
    statuses: Counter[int] = msgspec.field(default_factory=Counter)
    succeeded: set[str] = msgspec.field(default_factory=set)
    failures: dict[str, str] = msgspec.field(default_factory=dict)
    """The first of each kind and operation, with the request that shows it."""

    def add(self, other: "Found", where: str) -> None:
        """Take in what another round found."""
        self.cases += other.cases
        self.statuses = Counter(self.statuses) + Counter(other.statuses)
        self.succeeded |= other.succeeded
        self.failures |= {f"{where}: {name}": said for name, said in other.failures.items()}

    def told(self) -> str:
        """In a line."""
        statuses = " ".join(f"{status}:{count}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.cases} requests, {len(self.succeeded)} operations done, "
            f"{len(self.failures)} failures; {statuses}"
        )


def fuzz(grounds: Grounds, asked: Asked) -> Found:
    """Try it; the seed decides what is made up."""
    config = SchemathesisConfig.from_dict(_config(grounds, asked))
    schema = schemathesis.openapi.from_url(f"{grounds.url}/api/openapi.json", config=config)
    chosen = schema.include(path_regex=asked.operations)
    if asked.who:
        chosen = chosen.exclude(name=CLOSING)
    found = Found()
    for event in from_schema(chosen).execute():
        if isinstance(event, events.ScenarioFinished):
            _take(found, event.recorder)
        elif isinstance(event, events.NonFatalError):
            found.failures.setdefault(f"error: {event.label}", str(event.value))
        elif isinstance(event, events.FatalError):
            raise event.exception
    return found


def _config(grounds: Grounds, asked: Asked) -> dict[str, Any]:  # Any: the tool's own settings
    known = grounds.seeds | {"every_tag": ["*"]}
    at = {f"path.{name}": name for name in grounds.seeds} | {"header.If-Match": "every_tag"}
    phases = ("examples", "coverage", "fuzzing", "stateful")
    return {
        "seed": asked.seed,
        "base-url": grounds.url,
        "continue-on-failure": True,
        "suppress-health-check": ["all"],
        "request-timeout": 30,
        "cache": {"enabled": False},
        "warnings": False,
        "checks": CHECKS,
        "operations": [BY_DESIGN],
        "phases": {name: {"enabled": name in asked.phases} for name in phases},
        "generation": {"max-examples": asked.examples, "no-shrink": True, "database": "none"},
        "dictionaries": {name: {"values": values} for name, values in known.items()},
        "parameters": {
            place: {"dictionary": name, "probability": 0.8} for place, name in at.items()
        },
        "auth": _auth(grounds, asked.who) if asked.who else {},
    }


def _auth(grounds: Grounds, who: str) -> dict[str, Any]:  # Any: as above
    """Signs in, and again after each 401: some of what is tried ends sessions."""
    token = {
        "path": "/api/auth/login",
        "payload": grounds.sign_ins[who],
        "extract_selector": "/data/accessToken",
    }
    return {"dynamic": {"openapi": {"token": token}}}


def _take(found: Found, scenario: ScenarioRecorder) -> None:
    found.cases += len(scenario.interactions)
    for case_id, exchange in scenario.interactions.items():
        status = exchange.response.status_code if exchange.response else 0
        found.statuses[status] += 1
        case = scenario.cases[case_id].value if case_id in scenario.cases else None
        if case and status in range(200, 300) and case.method != "OPTIONS":
            found.succeeded.add(case.operation.label)
    for case_id, check, failure in _failed(scenario):
        answer = scenario.interactions[case_id].response
        if not _is_rule_beyond_schemas(failure, answer.content if answer else b""):
            body = answer.content[:600] if answer else b""
            told = f"{failure.message}\n{check.failure_info.code_sample}\n{body!r}"  # type: ignore[union-attr]  # it failed
            found.failures.setdefault(f"{failure.title}: {failure.operation}", told)


def _failed(scenario: ScenarioRecorder) -> Iterator[tuple[str, CheckNode, Failure]]:
    for case_id, checks in scenario.checks.items():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info:
                yield case_id, check, check.failure_info.failure


def _is_rule_beyond_schemas(failure: Failure, body: bytes) -> bool:
    """Whether a request that obeys its schema was refused for what no schema can say."""
    if not isinstance(failure, RejectedPositiveData):
        return False
    problem = json.loads(body)
    codes = {
        each["code"]
        for each in problem.get("errors", [])
        if each["code"] != "unknown" or each["message"] == UNKNOWN_FIELD
    }
    return problem["code"] != "invalid" or not BY_SCHEMA & codes
