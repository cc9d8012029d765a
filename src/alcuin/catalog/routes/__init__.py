"""The room over HTTP. What shows progress beside a course is answered by `progress`."""

from alcuin.catalog.routes import categories, courses, lessons, listing, publishing, sections, staff
from alcuin.kit.http import Route


def routes(image_hosts: frozenset[str]) -> list[Route]:
    """Every route of this room; images of `image_hosts` may stand in a course."""
    return [
        *listing.ROUTES,
        *categories.ROUTES,
        *courses.ROUTES,
        *lessons.ROUTES,
        *sections.ROUTES,
        *staff.ROUTES,
        *publishing.routes(image_hosts),
    ]
