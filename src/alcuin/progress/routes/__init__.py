"""The room over HTTP: progress itself, and every page of a course that may show it."""

from alcuin.catalog import CurrentReleases, Shelf
from alcuin.kit.http import Route
from alcuin.progress.routes import completing, content, courses, listing, own


def routes(releases: CurrentReleases, shelf: Shelf) -> list[Route]:
    """Every route of this room; published courses are read from memory."""
    return [
        *completing.routes(releases, shelf),
        *own.routes(releases, shelf),
        *courses.routes(releases, shelf),
        *content.routes(releases, shelf),
        *listing.ROUTES,
    ]
