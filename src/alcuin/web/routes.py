"""Pages over HTTP."""

from alcuin.kit.http import Request, Response, Route, Who, get, prepared
from alcuin.kit.http.answers import HTML
from alcuin.kit.http.faults import NoSuchPage
from alcuin.kit.http.refusal_pages import RefusalPage
from alcuin.web.assets import FOR_EVER, load_assets
from alcuin.web.documents import list_documents
from alcuin.web.letters import letter_routes
from alcuin.web.pages import Pages
from alcuin.web.serving import page

CACHED = "public, no-cache"
"""Asked for again each time, and answered 304 until the next release."""


def routes(environment: str) -> list[Route]:
    """The front page, the documentation, and what they look like."""
    assets = load_assets()
    pages = Pages(assets, list_documents(), environment)
    by_name = {asset.path.rpartition("/")[2]: asset for asset in assets.values()}

    @page("/")
    async def front(request: Request) -> Response[str]:
        """Say what runs here."""
        return prepared(request, *pages.front(), CACHED, media_type=HTML)

    @page("/docs")
    async def contents(request: Request) -> Response[str]:
        """List the documentation."""
        return prepared(request, *pages.contents(), CACHED, media_type=HTML)

    @get("/static/{name:str}", who=Who.PUBLIC, hidden=True, from_memory=True)
    async def asset(request: Request, name: str) -> Response[str]:
        """A style, a script or an icon, kept for ever under its name."""
        found = by_name.get(name)
        if found is None:
            raise NoSuchPage
        return prepared(request, *found.made, FOR_EVER, media_type=found.media_type)

    return [front, contents, *_documents(pages), *letter_routes(pages), asset]


def stylesheets() -> list[str]:
    """Addresses of the styles of a page that a letter's link opens."""
    assets = load_assets()
    return [assets[name].path for name in ("site.css", "letters.css")]


def mark() -> str:
    """Address of the platform's sign, as such a page shows it."""
    return load_assets()["mark.svg"].path


def refusal_page(environment: str) -> RefusalPage:
    """What writes refusals for people."""
    return Pages(load_assets(), {}, environment).refusal


def _documents(pages: Pages) -> list[Route]:
    @page("/docs/{name:str}")
    async def document(request: Request, name: str) -> Response[str]:
        """A page of the first chapter."""
        return _shown(request, name)

    @page("/docs/{chapter:str}/{name:str}")
    async def document_of_chapter(request: Request, chapter: str, name: str) -> Response[str]:
        """A page of another chapter."""
        return _shown(request, f"{chapter}/{name}")

    def _shown(request: Request, place: str) -> Response[str]:
        try:
            made = pages.document(place)
        except KeyError:
            raise NoSuchPage from None
        return prepared(request, *made, CACHED, media_type=HTML)

    return [document, document_of_chapter]
