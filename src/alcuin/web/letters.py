"""The pages that links of letters open, and the link that the first administrator is given.

Opening one changes nothing, because mail scanners open links too: each asks first, then its
script sends what was entered to the API.
"""

from alcuin.kit.http import Request, Response, Route, prepared
from alcuin.kit.http.answers import HTML, PRIVATE
from alcuin.web.pages import Pages
from alcuin.web.serving import page

LINKED = (
    "verify-email",
    "reset-password",
    "first-administrator",
    "confirm-email",
    "undo-email-change",
    "restore",
)


def letter_routes(pages: Pages) -> list[Route]:
    """A page for every link."""
    return [_page(pages, name) for name in LINKED]


def _page(pages: Pages, name: str) -> Route:
    @page(f"/{name}")
    async def opened(request: Request) -> Response[str]:
        """The same for every token, yet stored nowhere: its address holds the token."""
        return prepared(request, *pages.letter(name), PRIVATE, media_type=HTML)

    return opened
