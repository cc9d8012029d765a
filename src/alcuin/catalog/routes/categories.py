"""Categories."""

from alcuin.catalog.actions.reading import list_categories as action
from alcuin.catalog.data.courses import CategoryInUse
from alcuin.kit.http import Envelope, Request, Response, Route, Who, edge, get


@get("/api/categories", who=Who.PUBLIC)
async def list_categories(request: Request) -> Response[Envelope[list[CategoryInUse]]]:
    """Categories of published courses, by name, each with how many there are."""
    async with edge(request) as at:
        return at.answer(await action(at.conn))


ROUTES: list[Route] = [list_categories]
