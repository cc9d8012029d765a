"""Analytics over HTTP."""

from alcuin.analytics.routes.courses import course_routes
from alcuin.analytics.routes.dashboard import dashboard_route
from alcuin.analytics.routes.learning_path import learning_path_route
from alcuin.catalog import Shelf
from alcuin.kit.http import Route


def routes(shelf: Shelf) -> list[Route]:
    """Every route of this room; titles come from this memory."""
    return [*course_routes(shelf), dashboard_route(shelf), learning_path_route(shelf)]
