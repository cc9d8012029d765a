"""One request as the gate and the edge know it, and what they share between requests."""

import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import msgspec

from alcuin.kit.db import Database
from alcuin.kit.http.log import RequestLog
from alcuin.kit.http.proxies import Proxies, address_behind
from alcuin.kit.http.refusal_pages import RefusalPage
from alcuin.kit.http.settings import HttpSettings
from alcuin.kit.http.who import Claims, Doorkeeper, Who
from alcuin.kit.limits import GeneralLimit, Standing
from alcuin.kit.paging import Cursors

Scope: TypeAlias = MutableMapping[str, Any]  # Any: ASGI's scopes and messages are open maps
Message: TypeAlias = MutableMapping[str, Any]  # Any: as above
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
AsgiApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

NOT_ANSWERED = 0
CLIENT_GONE = 499
"""What the log says where nobody was left to answer."""


class House(msgspec.Struct, frozen=True):
    """What all requests of a process share."""

    database: Database
    doorkeeper: Doorkeeper
    settings: HttpSettings
    cursors: Cursors
    proxies: Proxies
    log: RequestLog
    limit: GeneralLimit | None
    """None where limits are off."""

    refusal_page: RefusalPage | None
    """None where nobody serves pages."""


class Operates(Protocol):
    """What a visit knows of the operation it came to."""

    path: str
    who: Who
    scope: str | None
    once: bool
    quiet: bool
    answers_file: bool


class Visit:
    """One request: made by the gate, found in the scope by everybody after it."""

    __slots__ = (
        "body",
        "claims",
        "headers",
        "house",
        "method",
        "operation",
        "refused",
        "request_id",
        "standings",
        "started",
        "status",
        "tree",
        "user_id",
        "wants_page",
    )
    operation: Operates | None

    def __init__(self, house: House, method: str, headers: dict[bytes, bytes]) -> None:
        self.house = house
        self.method = method
        self.headers = headers
        self.request_id = secrets.token_hex(10)
        self.started = time.perf_counter()
        self.status = NOT_ANSWERED
        self.operation = None
        self.refused = ""
        self.wants_page = False
        self.standings: tuple[Standing, ...] = ()
        self.claims: Claims | None = None
        self.user_id: UUID | None = None
        self.body = b""
        self.tree: Any = None  # Any: parsed JSON


def visit_of(scope: Any) -> Visit:  # Any: Litestar types its scope as one of several maps
    """The visit that the gate left in this scope."""
    visit: Visit = scope["alcuin"]
    return visit


def address_of(scope: Any) -> str:  # Any: as above
    """The network address that asks, behind our own proxies. Empty on a socket file."""
    visit = visit_of(scope)
    peer = scope["client"]
    return address_behind(
        peer[0] if peer else "", visit.headers.get(b"x-forwarded-for"), visit.house.proxies
    )
