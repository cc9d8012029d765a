"""Routes: a function, what it declares, and what the API reference says of it.

    @get("/api/courses/{course:str}", who=Who.PUBLIC)
    async def get_course(request: Request, course: str) -> Response[Envelope[CourseView]]: ...

Names in the path, `data` (the JSON body) and `query` (a struct) or single query parameters
are taken from the function's annotations. Litestar routes; reading is ours, because its
own reading stops at the first error and lets unknown and repeated parameters through.
So its reading is passed by altogether: it had 7 of 100 samples of a profile.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, Unpack

import litestar
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from alcuin.kit.http.operation import About, Action, Operation, Request

Route: TypeAlias = HTTPRouteHandler


def _route(methods: tuple[str, ...], path: str, about: About) -> "Registration":
    def register(action: Action) -> Route:
        operation = Operation(methods, path, action, about)

        async def route() -> None:
            """Be what Litestar finds; `_answering` stands before it."""

        route.__name__ = action.__name__
        route.__qualname__ = action.__qualname__
        route.__module__ = action.__module__
        return HTTPRouteHandler(
            path,
            http_method=methods,  # type: ignore[arg-type]  # literal strings, as Litestar wants
            status_code=200,
            opt={"operation": operation},
            middleware=[_answering(operation)],
            include_in_schema=False,
        )(route)

    return register


def _answering(operation: Operation) -> Callable[..., ASGIApp]:
    """Answer where Litestar would begin to read."""

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        request: Request = litestar.Request(scope, receive, send)
        answer: Any = await operation.answered(request)  # Any: our scopes are open maps
        await answer(scope, receive, send)

    return lambda app: answered  # noqa: ARG005  reading, which is never called; passed by name


class Registration(Protocol):
    """A decorator that makes a route of a function."""

    def __call__(self, action: Action) -> Route: ...


def get(path: str, **about: Unpack[About]) -> Registration:
    """Answer GET, and HEAD with it."""
    return _route(("GET",), path, about)


def post(path: str, **about: Unpack[About]) -> Registration:
    """Answer POST."""
    return _route(("POST",), path, about)


def put(path: str, **about: Unpack[About]) -> Registration:
    """Answer PUT alone; edits answer PATCH too, see `edit`."""
    return _route(("PUT",), path, about)


def patch(path: str, **about: Unpack[About]) -> Registration:
    """Answer PATCH alone, where the guide has no PUT."""
    return _route(("PATCH",), path, about)


def delete(path: str, **about: Unpack[About]) -> Registration:
    """Answer DELETE."""
    return _route(("DELETE",), path, about)


def edit(path: str, **about: Unpack[About]) -> Registration:
    """Answer PUT as in the guide and PATCH as one action: fields left out stay."""
    return _route(("PUT", "PATCH"), path, about)
