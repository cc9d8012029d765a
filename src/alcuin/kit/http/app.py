"""The HTTP application: routes, the API reference, and the gate before them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, BinaryIO

from litestar import Litestar, Router

from alcuin.kit.db import Database
from alcuin.kit.http.faults import answer_to
from alcuin.kit.http.gate import Gate
from alcuin.kit.http.log import RequestLog, standard_output
from alcuin.kit.http.operation import Request
from alcuin.kit.http.proxies import proxies
from alcuin.kit.http.reference import reference
from alcuin.kit.http.routing import Route
from alcuin.kit.http.settings import HttpSettings
from alcuin.kit.http.visit import House
from alcuin.kit.http.who import Doorkeeper
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
) -> Gate:
    """Put the routes and their reference behind the gate."""
    house = House(
        database=database,
        doorkeeper=doorkeeper,
        settings=settings,
        cursors=Cursors(settings.secret_key),
        proxies=proxies(settings.trusted_proxies),
        log=RequestLog(log or standard_output()),
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
    return Gate(inner, house)  # type: ignore[arg-type]  # our scopes are open maps


def _answered(request: Request, fault: Exception) -> Any:  # Any: Litestar asks for its own class
    return answer_to(fault, request.scope)


def _after(flush: Callable[[], None]) -> Hook:
    async def flushed() -> None:
        flush()

    return flushed
