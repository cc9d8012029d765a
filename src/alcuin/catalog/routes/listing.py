"""The catalog as a list and a search."""

import msgspec

from alcuin.catalog.actions import listing as actions
from alcuin.catalog.data.listing import CourseQuery
from alcuin.catalog.releases.shapes import Card
from alcuin.kit.http import (
    Listing,
    Pagination,
    Request,
    Response,
    Route,
    Unverified,
    Who,
    cursors,
    edge,
    get,
    looking,
)


@get("/api/courses", who=Who.PUBLIC, refuses=(Unverified,))
async def list_courses(request: Request, query: CourseQuery) -> Response[Listing[Card]]:
    """Published courses, newest first, filtered or searched; `staff=me` for those you teach."""
    if query.staff:
        async with edge(request, Who.VERIFIED) as at:
            return at.page(await actions.list_taught(at.conn, at.person, query))
    async with looking(request) as conn:
        found = await actions.list_published(conn, query, cursors(request))
    pagination = Pagination(
        page=query.page,
        limit=query.limit,
        total=found.total,
        pages=-(-found.total // query.limit),
        total_is_lower_bound=found.total_is_lower_bound,
        cursor=found.next_cursor,
    )
    # Cards were encoded when their courses were published; here they are only put in a row.
    return Response(
        b'{"success":true,"data":[%b],"pagination":%b}'
        % (found.cards.encode(), msgspec.json.encode(pagination))
    )


ROUTES: list[Route] = [list_courses]
