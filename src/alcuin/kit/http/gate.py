"""The outermost layer: one careful pass over every request instead of six middlewares.

It refuses bad hosts and ambiguous headers, names the request, lets HEAD be GET without a
body, adds the headers every answer carries and writes the log line.
"""

import time
from datetime import UTC, datetime

from alcuin.kit.http.answers import HTML, Response
from alcuin.kit.http.cors import Cors
from alcuin.kit.http.faults import NoSuchPage, refusal
from alcuin.kit.http.hosts import Hosts
from alcuin.kit.http.limits import standing_headers
from alcuin.kit.http.log import RequestLine
from alcuin.kit.http.refusal_pages import wants_page
from alcuin.kit.http.security import Headers, for_data, for_pages, security_headers
from alcuin.kit.http.traffic import Traffic
from alcuin.kit.http.visit import AsgiApp, House, Message, Receive, Scope, Send, Visit
from alcuin.kit.problems import Problem, Unreadable

# Said twice, these could be read one way by a proxy and another way by us.
SINGLE = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"host",
        b"idempotency-key",
        b"if-match",
        b"transfer-encoding",
    }
)
# Litestar's own answer to OPTIONS knows only the method of a path that was registered first;
# what no path knows makes its router list them all.
ROUTED_AS = {"HEAD": "GET", "OPTIONS": "ANY"}

PROBES = "/health"
"""Probes of an orchestrator ask by address."""

MILLISECONDS = 1_000
_PAGE = HTML.encode()


class BadHost(Problem):
    """This server does not answer by that name."""

    status = 400
    code = "bad_host"


class Gate:
    """An ASGI application around the routes."""

    def __init__(self, inner: AsgiApp, house: House, traffic: Traffic) -> None:
        self._inner = inner
        self.house = house
        self.traffic = traffic
        self._hosts = Hosts(house.settings)
        self._cors = Cors(house.settings.cors_origins)
        self._for_data = security_headers(house.settings, for_data())
        self._for_pages = security_headers(house.settings, for_pages(house.settings))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._other(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        visit = Visit(self.house, scope["method"], headers)
        visit.wants_page = wants_page(scope["path"], headers.get(b"accept"))
        # A copy: the server reads its own scope to know how HEAD is to be answered.
        scope = {**scope, "alcuin": visit, "method": ROUTED_AS.get(visit.method, visit.method)}
        app = self._refused(scope, visit) or self._preflight(visit) or self._inner
        self.traffic.began()
        try:
            await app(scope, receive, _Reply(self, visit, send))
        finally:
            self._count(scope, visit)

    def stop(self) -> None:
        """Write what the log still holds."""
        self.house.log.flush()

    def carried(self, visit: Visit, headers: Headers) -> Headers:
        """The headers of an answer with those that every answer carries."""
        is_page = bool(headers) and headers[0][1] == _PAGE
        return [
            *headers,
            *(self._for_pages if is_page else self._for_data),
            *self._cors.headers(visit.headers.get(b"origin")),
            *(standing_headers(visit.standings) if visit.standings else ()),
            (b"x-request-id", visit.request_id.encode()),
        ]

    def _refused(self, scope: Scope, visit: Visit) -> AsgiApp | None:
        problem: Problem | None = None
        if len(visit.headers) != len(scope["headers"]) and _ambiguous(scope["headers"]):
            problem = Unreadable("A header stands there twice.")
        elif not self._hosts.allows(
            visit.headers.get(b"host"), by_any_name=scope["path"].startswith(PROBES)
        ):
            problem = BadHost()
        elif "\0" in scope["path"] or _steps_about(scope["path"]):
            problem = NoSuchPage()
        return refusal(problem, visit) if problem else None

    def _preflight(self, visit: Visit) -> AsgiApp | None:
        if visit.method != "OPTIONS" or b"access-control-request-method" not in visit.headers:
            return None
        response = Response[None](b"", status=204)
        response.headers += self._cors.preflight(visit.headers.get(b"origin", b""))
        return response

    def _count(self, scope: Scope, visit: Visit) -> None:
        template = scope.get("path_template", "-")
        seconds = time.perf_counter() - visit.started
        self.traffic.ended((scope["method"], template), visit, seconds)
        if not (visit.operation and visit.operation.quiet):
            self._log(template, visit, seconds)

    def _log(self, template: str, visit: Visit, seconds: float) -> None:
        self.house.log.write(
            RequestLine(
                timestamp=datetime.now(UTC),
                level="info",
                method=visit.method,
                route=template,
                status=visit.status,
                ms=round(seconds * MILLISECONDS, 2),
                request_id=visit.request_id,
                user_id=visit.user_id,
            )
        )

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._inner(scope, receive, send)


class _Reply:
    """Sends on what the application sends, with the headers every answer carries."""

    __slots__ = ("_gate", "_send", "_visit")

    def __init__(self, gate: Gate, visit: Visit, send: Send) -> None:
        self._gate = gate
        self._visit = visit
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._visit.status = message["status"]
            message["headers"] = self._gate.carried(self._visit, message["headers"])
        elif self._visit.method == "HEAD":
            message["body"] = b""
        await self._send(message)


def _ambiguous(headers: list[tuple[bytes, bytes]]) -> bool:
    names = [name for name, _ in headers if name in SINGLE]
    return len(names) != len(set(names))


def _steps_about(path: str) -> bool:
    """A proxy may resolve `.` and `..` where we do not: neither reading has a page here."""
    return "/." in path and not {".", ".."}.isdisjoint(path.split("/"))
