"""The front page, the documentation and the API reference, as browsers see them."""

import re

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Page

import alcuin
from alcuin.web.documents import list_documents
from tests.web.site import Site

WIDTHS = (1280, 390)
# The reference is long: of hundreds of articles that look alike, axe is shown the first.
PARTS = {"/api/docs": {"include": [[".top"], [".intro"], ["article:nth-of-type(1)"]]}}
PATHS = ("/", "/docs", "/docs/architecture", "/docs/reference/settings", "/api/docs")


@pytest.mark.browser
@pytest.mark.parametrize("path", PATHS)
async def test_a_page_is_accessible_and_fits_a_phone(page: Page, path: str) -> None:
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto(path)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"scrolls sideways at {width}"
    found = await Axe().run(page, PARTS.get(path))
    assert [violation["id"] for violation in found["violations"]] == []


@pytest.mark.browser
async def test_the_front_page_leads_to_what_runs(page: Page) -> None:
    await page.goto("/")
    assert alcuin.__version__ in await page.inner_text("footer")
    links = await page.eval_on_selector_all("main a", "all => all.map(a => a.pathname)")
    for path in ("/api/courses", "/api/docs", "/api/openapi.json", "/health", "/docs"):
        assert path in links
        answer = await page.request.get(path)
        assert answer.ok, path


async def test_a_style_is_kept_for_ever_under_its_hash(site: Site) -> None:
    html = (await site.client.get("/")).text
    (path,) = re.findall(r'href="(/static/site-[0-9a-f]{12}\.css)"', html)
    style = await site.client.get(path)
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert (await site.client.get("/static/site-000000000000.css")).status_code == 404


async def test_a_page_read_before_is_not_sent_again(site: Site) -> None:
    etag = (await site.client.get("/")).headers["etag"]
    again = await site.client.get("/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


async def test_every_document_is_served_and_leads_only_to_what_is_there(site: Site) -> None:
    contents = (await site.client.get("/docs")).text
    links = {f"/docs/{place}" for place in list_documents()}
    for path in sorted(links):
        assert f'href="{path}"' in contents
        answer = await site.client.get(path)
        assert answer.status_code == 200
        for link in re.findall(r'href="(/docs/[^"#]+)', answer.text):
            assert link in links, f"{path} leads to {link}"
    assert (await site.client.get("/docs/none")).json()["code"] == "no_such_page"


def test_documents_come_in_the_order_of_the_contents_and_reference_in_its_rows() -> None:
    documents = list_documents()
    assert next(iter(documents)) == "tutorial"
    chapters = list(dict.fromkeys(document.chapter for document in documents.values()))
    assert chapters[:2] == ["Start here", "How to"]
    assert chapters[-1] == "Decisions"
    assert "Reference" not in chapters, "a page of the reference is missing in docs/README.md"
    assert documents["reference/endpoints"].chapter == "The API"
    assert documents["reference/settings"].chapter == "The installation"


@pytest.mark.browser
async def test_a_short_page_fills_the_window_and_a_wide_table_scrolls_in_its_frame(
    page: Page,
) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.goto("/nowhere")
    bottom = await page.evaluate("document.querySelector('footer').getBoundingClientRect().bottom")
    assert bottom >= 799
    await page.goto("/docs/reference/settings")
    frame = page.locator(".frame").first
    await frame.focus()
    await page.keyboard.press("ArrowRight")
    await page.wait_for_function("document.querySelector('.frame').scrollLeft > 0")
