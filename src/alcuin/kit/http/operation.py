"""One operation: what its function declares, and a request read to fit it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, TypedDict

import litestar
import msgspec

from alcuin.kit.http.answers import Response
from alcuin.kit.http.bearer import claims_of, look_up
from alcuin.kit.http.bodies import convert_body, parse_json, read_body
from alcuin.kit.http.declared import Declared, declared
from alcuin.kit.http.faults import answer_to
from alcuin.kit.http.limits import Strict, count, count_attempt
from alcuin.kit.http.parameters import list_fields, query_pointer, query_values
from alcuin.kit.http.scopes import require_scope, usual_scope
from alcuin.kit.http.values import instants_of, read_tree
from alcuin.kit.http.visit import Visit, visit_of
from alcuin.kit.http.who import Who
from alcuin.kit.problems import NotFound, Problem

Request: TypeAlias = litestar.Request[Any, Any, Any]  # Any: neither user, auth nor state is used
Action: TypeAlias = Callable[..., Awaitable[Response[Any]]]  # Any: each answers its own shape


class About(TypedDict, total=False):
    """What can be said of an operation beside its path."""

    who: Who
    """Whom it lets in; VERIFIED where nothing is said."""

    scope: str | None
    """What a personal access token needs for this, None where none does; `usual_scope` where
    nothing is said."""

    refuses: tuple[type[Problem], ...]
    """The room's own refusals; those of the edge are known."""

    answers: Mapping[int, str]
    """What each successful status means."""

    once: bool
    """Obeys Idempotency-Key."""

    if_match: bool
    """Demands If-Match."""

    body: type[Any]
    """The body where the function reads it itself (`read_edit`)."""

    body_limit: int
    """Bytes, where less or more than usual."""

    limit: Strict
    """How often one user may do this, beside the general limit."""

    from_memory: bool
    """The anonymous are answered from memory: not counted, unless the function does (`count`)."""

    upload: bool
    """The body is a file, which the function receives itself (`receive_file`)."""

    quiet: bool
    """Asked by machines every few seconds: neither logged nor counted."""

    hidden: bool
    """Not part of the API: pages and what they are made of."""

    any_body: bool
    """Whatever stands in the body is ignored: programs that know nothing of us send it."""

    media_type: str
    """Of the answer, where it is neither JSON nor a page."""

    any_query: bool
    """Unknown parameters are let through: mail programs and campaigns add theirs to links."""

    tag: str
    """The chapter of the API reference; the path says it otherwise."""


class Operation:
    """One route, ready to read requests."""

    def __init__(self, methods: tuple[str, ...], path: str, action: Action, about: About) -> None:
        self.methods = methods
        self.path = path
        self.action = action
        self.about = about
        self.who = about.get("who", Who.VERIFIED)
        self.scope = about.get("scope", usual_scope(methods, path, self.who))
        self.once = about.get("once", False)
        self.quiet = about.get("quiet", False)
        self.limit = about.get("limit")
        self.is_counted = not self.quiet
        self._from_memory = about.get("from_memory", False)
        self._any_query = about.get("any_query", False)
        self.parts = self._declared()
        self._decoder = msgspec.json.Decoder(self.parts.body)
        self._query_names = self.parts.query.__struct_fields__
        self._lists = list_fields(self.parts.query)
        self._instants = instants_of(self.parts.query)
        self._has_body = methods != ("GET",)
        self.takes_file = about.get("upload", False)
        self.answers_file = self.parts.answer is bytes
        self.takes_body = self.parts.body_given or "body" in about

    def _declared(self) -> Declared:
        names = [  # in the order of the path: the reference is to be the same in every process
            part[1:].partition(":")[0].rstrip("}")
            for part in self.path.split("/")
            if part.startswith("{")
        ]
        return declared(self.action, names, self.about.get("body"))

    async def answered(self, request: Request) -> Response[Any]:  # Any: as Action
        """Read the request, act, and turn whatever is raised into an answer."""
        visit = visit_of(request.scope)
        visit.operation = self
        try:
            await look_up(visit)
            if self.is_counted and (b"authorization" in visit.headers or not self._from_memory):
                await count(request.scope)
            await require_scope(visit, self)
            if self._has_body:
                claims_of(visit, self.who)  # before megabytes are read for nobody
            taken = await self._read(request, visit)
            if self.limit:
                await count_attempt(request.scope, self.limit, self.who)
            return await self.action(request, **taken)
        except Exception as fault:  # noqa: BLE001  the edge of the process: each gets an answer
            return answer_to(fault, request.scope)

    async def _read(self, request: Request, visit: Visit) -> dict[str, Any]:  # Any: as declared
        scope = request.scope
        taken = {
            name: _from_path(scope["path_params"][name], kind)
            for name, kind in self.parts.path.items()
        }
        if self._query_names or (scope["query_string"] and not self._any_query):
            query = self._from_query(scope["query_string"])
            if self.parts.query_whole:
                taken["query"] = query
            else:
                taken |= {name: getattr(query, name) for name in self._query_names}
        if self._has_body and not self.takes_file:
            await self._read_body(request, visit)
            if self.parts.body_given:
                taken["data"] = convert_body(visit.tree, visit.body, self.parts.body, self._decoder)
            elif visit.body and not self.takes_body:
                convert_body(visit.tree, visit.body, self.parts.body, self._decoder)
        return taken

    def _from_query(self, text: bytes) -> msgspec.Struct:
        asked = query_values(text, self._lists) if text else {}
        try:
            for name in self._instants.keys() & asked.keys():
                msgspec.convert(asked[name], self._instants[name])
            return msgspec.convert(asked, self.parts.query, strict=False)
        except msgspec.ValidationError:
            return read_tree(asked, self.parts.query, pointer=query_pointer, strict=False)

    async def _read_body(self, request: Request, visit: Visit) -> None:
        limit = self.about.get("body_limit", visit.house.settings.body_limit)
        visit.body = await read_body(visit, request.receive, limit)  # type: ignore[arg-type]  # our messages are open maps
        if self.about.get("any_body"):
            visit.body = b""
        elif visit.body or self.takes_body:
            visit.tree = parse_json(visit.headers.get(b"content-type", b""), visit.body)


def _from_path(value: object, kind: Any) -> Any:  # Any: type expressions
    """Bounds of a path are those of what exists: beyond them is nothing (404)."""
    if type(value) is kind:
        return value
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise NotFound from None
