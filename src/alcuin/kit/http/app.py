"""The HTTP application: routes, the API reference, and the gate before them."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, BinaryIO

from litestar import Litestar, Router

from alcuin.kit.db import Database
from alcuin.kit.http.faults import answer_to
from alcuin.kit.http.gate import Gate
from alcuin.kit.http.log import RequestLog, standard_output
from alcuin.kit.http.operation import Request
from alcuin.kit.http.proxies import proxies
from alcuin.kit.http.reference import reference
from alcuin.kit.http.refusal_pages import RefusalPage
from alcuin.kit.http.routing import Route
from alcuin.kit.http.settings import HttpSettings
from alcuin.kit.http.traffic import Traffic
from alcuin.kit.http.visit import House
from alcuin.kit.http.who import Doorkeeper
from alcuin.kit.limits import GeneralLimit, Leases, lender
from alcuin.kit.metrics import Board, Row
from alcuin.kit.paging import Cursors

Hook = Callable[[], Awaitable[None]]


def create_app(
    routers: Sequence[Router | Route],
    *,
    database: Database,
    doorkeeper: Doorkeeper,
    settings: HttpSettings,
    on_startup: Sequence[Hook] = (),
    on_shutdown: Sequence[Hook] = (),
    log: BinaryIO | None = None,
    row: Row | None = None,
    refusal_page: RefusalPage | None = None,
) -> Gate:
    """Put the routes and their reference behind the gate."""
    house = House(
        database=database,
        doorkeeper=doorkeeper,
        settings=settings,
        cursors=Cursors(settings.secret_key, settings.previous_secret_key),
        proxies=proxies(settings.trusted_proxies),
        log=RequestLog(log or standard_output()),
        limit=GeneralLimit(settings.rates, Leases(lender(database, settings.secret_key)))
        if settings.rates
        else None,
        refusal_page=refusal_page,
    )
    inner = Litestar(
        route_handlers=[*routers],
        exception_handlers={Exception: _answered},
        openapi_config=None,
        logging_config=None,
        on_startup=[*on_startup],
        on_shutdown=[*on_shutdown, _after(house.log.flush)],
    )
    for route in reference(inner):
        inner.register(route)
    return Gate(inner, house, Traffic(row or Board(["web"]).take("web"), _known(inner)))  # type: ignore[arg-type]  # our scopes are open maps


def _known(app: Litestar) -> Iterable[tuple[str, str]]:
    """Methods and templates of all that is routed."""
    return {
        (method, route.path_format)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
    }


def _answered(request: Request, fault: Exception) -> Any:  # Any: Litestar asks for its own class
    return answer_to(fault, request.scope)


def _after(flush: Callable[[], None]) -> Hook:
    async def flushed() -> None:
        flush()

    return flushed
