"""The edge of an operation: one transaction, and who is asking as its first statement.

async with edge(request) as at:
    course = await create_course(at.conn, at.person, data)
    return at.answer(course, status=201, location=f"/api/courses/{course.id}")
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec

from alcuin.kit.actor import Anonymous, Person, Visitor
from alcuin.kit.db import Conn, Database
from alcuin.kit.http.answers import Response, is_among
from alcuin.kit.http.bearer import claims_of, is_current
from alcuin.kit.http.envelope import Envelope, Listing, Pagination
from alcuin.kit.http.once import asked_once, keep_answer, replay
from alcuin.kit.http.operation import Request
from alcuin.kit.http.refused import note_refusal
from alcuin.kit.http.visit import address_of, visit_of
from alcuin.kit.http.who import Claims, Who, require
from alcuin.kit.paging import Cursors, Page
from alcuin.kit.problems import Forbidden, PreconditionRequired, Stale, Unauthenticated

T = TypeVar("T")
_encode = msgspec.json.Encoder().encode


class Edge:
    """Where an operation stands: its connection, its visitor, and the making of its answer.

    Answers are encoded inside the block, so that what cannot be encoded is not committed.
    """

    __slots__ = ("answered", "conn", "request", "visitor")

    def __init__(self, request: Request, conn: Conn, visitor: Visitor) -> None:
        self.request = request
        self.conn = conn
        self.visitor = visitor
        self.answered: Response[Any] | None = None  # Any: each operation answers its own

    @property
    def person(self) -> Person:
        """Who is signed in. Raises Unauthenticated for the anonymous."""
        if isinstance(self.visitor, Person):
            return self.visitor
        raise Unauthenticated

    async def person_of(self, said: Claims) -> Person:
        """Who that is now, where an address stands for a token. Raises Unauthenticated."""
        return await visit_of(self.request.scope).house.doorkeeper.person(self.conn, said)

    def answer(
        self,
        data: T,
        *,
        status: int = 200,
        message: str | None = None,
        etag: str | None = None,
        location: str | None = None,
    ) -> Response[Envelope[T]]:
        """One thing. `etag` is the bare revision; quotes and encoding are added."""
        response = Response[Envelope[T]](
            _encode(Envelope(data=data, message=message)),
            status=status,
            etag=etag,
            is_revision=True,
        )
        if location:
            response.set_header("location", location)
        self.answered = response
        return response

    def page(self, page: Page[T]) -> Response[Listing[T]]:
        """A page of a list."""
        pagination = Pagination(
            page=page.page,
            limit=page.limit,
            total=page.total,
            pages=-(-page.total // page.limit),
            total_is_lower_bound=page.total_is_lower_bound,
            cursor=page.next_cursor,
        )
        response = Response[Listing[T]](_encode(Listing(data=page.items, pagination=pagination)))
        self.answered = response
        return response

    def if_match(self, current_revision: int) -> None:
        """Refuse a change of what has changed since. Raises PreconditionRequired, Stale."""
        named = visit_of(self.request.scope).headers.get(b"if-match")
        if named is None:
            raise PreconditionRequired
        # Each encoding of a revision has a tag of its own; all of them name the revision. So
        # does a tag that a proxy has weakened (it compressed the answer): If-Match compares
        # strongly (RFC 9110, 13.1.1) lest bytes be mixed, and a revision stands for no bytes.
        tags = (f'"{current_revision}"', f'"{current_revision}-gzip"')
        if not any(is_among(tag, named) for tag in tags):
            raise Stale(revision=current_revision)


@asynccontextmanager
async def edge(
    request: Request, who: Who | None = None, *, once: bool = False
) -> AsyncIterator[Edge]:
    """Open the transaction of an operation; `who` and `once` as its route declares them."""
    visit = visit_of(request.scope)
    operation = visit.operation
    if operation is None:
        raise TypeError("an edge belongs to a route made with kit.http's decorators")
    demanded = who or operation.who
    said = claims_of(visit, demanded)
    visitor: Visitor = Anonymous()
    try:
        async with visit.house.database.transaction() as conn:
            if said:
                visitor = await visit.house.doorkeeper.person(conn, said)
                require(demanded, visitor)
            at = Edge(request, conn, visitor)
            ask = asked_once(request.scope, visit, at.person) if once or operation.once else None
            if ask:
                await replay(conn, ask)
            yield at
            if ask:
                await keep_answer(conn, ask, at.answered)
    except Forbidden as refused:
        if isinstance(visitor, Person):
            await note_refusal(visit, operation, visitor, refused)
        raise


@asynccontextmanager
async def looking(request: Request) -> AsyncIterator[Conn]:
    """For one statement of a public page: alone for the anonymous, else after a look at who asks.

    Two round trips are saved where nobody signed in has to be known.
    """
    if claims_of(visit_of(request.scope), Who.PUBLIC) is None:
        async with database(request).statement() as conn:
            yield conn
    else:
        async with edge(request) as at:
            yield at.conn


def claims(request: Request) -> Claims:
    """What the token says, for statements that check the session themselves.

    Nobody asks the database here. Raises Unauthenticated.
    """
    said = claims_of(visit_of(request.scope), Who.SIGNED_IN)
    if said is None:
        raise Unauthenticated
    return said


def claims_if_any(request: Request) -> Claims | None:
    """As `claims`; None for the anonymous, who are welcome. Raises Unauthenticated."""
    return claims_of(visit_of(request.scope), Who.PUBLIC)


def is_still_signed_in(request: Request) -> bool:
    """Whether the token of an answer that goes on has not expired; nobody asks the database."""
    return is_current(visit_of(request.scope))


def database(request: Request) -> Database:
    """For statements sent alone."""
    return visit_of(request.scope).house.database


def cursors(request: Request) -> Cursors:
    """Makes and reads the cursors of lists."""
    return visit_of(request.scope).house.cursors


def client_address(request: Request) -> str:
    """The network address that asks, behind our own proxies. Empty on a socket file."""
    return address_of(request.scope)
