"""The API reference: an OpenAPI 3.1 document, and a page made of it that needs no network."""

from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from litestar import Litestar

from alcuin.kit.http.answers import HTML, Response, prepared
from alcuin.kit.http.operation import Operation, Request
from alcuin.kit.http.reference.document import OpenApi, openapi
from alcuin.kit.http.reference.finished import Finished, finish
from alcuin.kit.http.reference.page import page
from alcuin.kit.http.routing import Route, get
from alcuin.kit.http.who import Who

Document: TypeAlias = dict[str, Any]  # Any: JSON

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Read again by the client each time, and answered 304 until the next release.
CACHED = "public, no-cache"


def reference(app: Litestar) -> list[Route]:
    """Routes that show every operation of `app`, and themselves."""

    @cache
    def described() -> OpenApi:
        return openapi(operations(app))

    @cache
    def document() -> Finished:
        return finish(described().encoded())

    @cache
    def shown() -> Finished:
        return finish(page(described()))

    @cache
    def style() -> Finished:
        return finish(files(__name__).joinpath("reference.css").read_bytes())

    @get("/api/openapi.json", who=Who.PUBLIC, tag="reference", from_memory=True)
    async def get_openapi(request: Request) -> Response[Document]:
        """Describe this API as an OpenAPI 3.1 document."""
        return prepared(request, *document(), CACHED)

    @get("/api/docs", who=Who.PUBLIC, any_query=True, tag="reference", from_memory=True)
    async def get_reference(request: Request) -> Response[str]:
        """Show this API as a page to read."""
        return prepared(request, *shown(), CACHED, media_type=HTML)

    @get("/api/docs/reference.css", who=Who.PUBLIC, hidden=True, from_memory=True)
    async def get_reference_style(request: Request) -> Response[str]:
        """Show how that page looks."""
        return prepared(request, *style(), CACHED, media_type="text/css; charset=utf-8")

    return [get_openapi, get_reference, get_reference_style]


def operations(app: Litestar) -> list[Operation]:
    """Every documented operation of the application, by path and method."""
    found = {
        (operation.path, METHODS.index(operation.methods[0])): operation
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if (operation := handler.opt.get("operation")) and not operation.about.get("hidden")
    }
    return [found[key] for key in sorted(found)]
