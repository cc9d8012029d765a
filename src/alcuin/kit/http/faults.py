"""Whatever was raised becomes problem details (RFC 9457), here and nowhere else."""

import traceback
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException

from alcuin.kit.faults import told
from alcuin.kit.http.answers import HTML, Response
from alcuin.kit.http.bodies import ClientGone
from alcuin.kit.http.log import FaultLine
from alcuin.kit.http.replay import Replayed
from alcuin.kit.http.visit import CLIENT_GONE, Receive, Scope, Send, Visit, visit_of
from alcuin.kit.problems import FieldError, Invalid, NotFound, Problem, Unreadable

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/docs"
SERVER_FAULT = 500
CLOSES = frozenset({400, 408, 413, 415})
"""The rest of such a request may still be under way; the connection ends with the answer."""


class NoSuchPage(NotFound):
    """There is nothing at this address."""

    code = "no_such_page"


class MethodNotAllowed(Problem):
    """This method is not among those of this address."""

    status = 405
    code = "method_not_allowed"

    @property
    def headers(self) -> dict[str, str]:
        return {"allow": self.facts["allow"]}


class Unexpected(Problem):
    """Something went wrong on our side. The request id helps to find it in the log."""

    status = 500
    code = "unexpected"


class ProblemView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A refusal, as clients read it; its facts stand beside these fields.

    Problem details (RFC 9457), and `success` and `error` for clients of the guide.
    """

    type: str
    title: str
    status: int
    detail: str
    success: bool
    error: str
    code: str
    request_id: str
    errors: list[FieldError] = []


class NoAnswer(Response[None]):
    """Nobody is left to answer."""

    def __init__(self) -> None:
        super().__init__(b"", status=CLIENT_GONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  ASGI, called by name
        visit_of(scope).status = CLIENT_GONE


def answer_to(fault: Exception, scope: Any) -> Response[Any]:  # Any: Litestar's scope; any shape
    """The answer to whatever was raised while a request was answered."""
    visit = visit_of(scope)
    if isinstance(fault, Problem):
        if fault.status >= SERVER_FAULT:
            report(fault.__cause__ or fault, visit)
        return refusal(fault, visit)
    if isinstance(fault, Replayed):
        return fault.response
    if isinstance(fault, ClientGone):
        return NoAnswer()
    if isinstance(fault, HTTPException):
        problem = _from_litestar(fault)
        if visit.method == "OPTIONS" and isinstance(problem, MethodNotAllowed):
            return _options(problem)
        return refusal(problem, visit)
    report(fault, visit)
    return refusal(Unexpected(), visit)


def refusal(problem: Problem, visit: Visit) -> Response[Any]:  # Any: a page or a ProblemView
    """Encode a refusal, as data or as a page."""
    visit.refused = problem.code
    page = visit.house.refusal_page
    if page and visit.wants_page:
        html = page(problem, visit.request_id)
        response = Response[Any](html, status=problem.status, media_type=HTML)
    else:
        body = msgspec.json.encode(_shown(problem, visit))
        response = Response[Any](body, status=problem.status, media_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        response.set_header(name, value)
    if problem.status in CLOSES:
        response.set_header("connection", "close")
    return response


def _shown(problem: Problem, visit: Visit) -> object:
    """Problem details, with the facts beside them."""
    facts = {_camel(name): value for name, value in problem.facts.items() if value is not None}
    view = ProblemView(
        type=f"{REFERENCE}#{problem.code}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        success=False,
        error=problem.title,
        code=problem.code,
        request_id=visit.request_id,
        errors=problem.errors if isinstance(problem, Invalid) else [],
    )
    if not facts:
        return view
    shown: dict[str, Any] = msgspec.to_builtins(view)  # Any: JSON
    return shown | {name: facts[name] for name in facts.keys() - shown.keys()}


def report(fault: BaseException, visit: Visit) -> None:
    """Write a fault of ours to the log."""
    stack = traceback.extract_tb(fault.__traceback__)
    is_shown = visit.house.settings.environment != "production"
    visit.house.log.write(
        FaultLine(
            timestamp=datetime.now(UTC),
            fault=told(fault),
            request_id=visit.request_id,
            stack=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in stack],
            sqlstate=getattr(fault, "sqlstate", None),
            message=str(fault) if is_shown else None,
        )
    )


def _options(problem: MethodNotAllowed) -> Response[None]:
    response = Response[None](b"", status=204)
    response.set_header("allow", problem.headers["allow"])
    return response


def _from_litestar(fault: HTTPException) -> Problem:
    if isinstance(fault, MethodNotAllowedException):
        methods = {name.strip() for name in (fault.headers or {})["allow"].split(",")}
        return MethodNotAllowed(
            allow=", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
        )
    if isinstance(fault, NotFoundException):
        return NoSuchPage()
    return Unreadable()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
