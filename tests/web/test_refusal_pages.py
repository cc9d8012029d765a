"""What a browser is shown where there is nothing to show, and what a program is told instead."""

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Page

from alcuin.web.letters import LINKED
from tests.web.site import Site

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = ("/", "/docs", "/docs/architecture", "/api/docs", *(f"/{name}" for name in LINKED))


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_opens_whatever_its_link_gathered_on_the_way(site: Site, path: str) -> None:
    plain = await site.client.get(path, headers=BROWSER)
    for query in ("utm_source=letter&utm_source=again", "fbclid=%00", "%FF", "token=a&next=//b"):
        gathered = await site.client.get(f"{path}?{query}", headers=BROWSER)
        assert (gathered.status_code, gathered.content) == (200, plain.content), query


@pytest.mark.parametrize("path", ["/nowhere", "/docs/nowhere", "/a%00b", "/static/none.css"])
async def test_a_browser_is_shown_a_page_and_a_program_is_told_data(site: Site, path: str) -> None:
    shown = await site.client.get(path, headers=BROWSER)
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>There is nothing" in shown.text
    assert shown.headers["x-request-id"] in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "style=" not in shown.text
    told = await site.client.get(path)
    assert told.headers["content-type"] == "application/problem+json"


async def test_the_api_answers_with_data_whoever_asks(site: Site) -> None:
    for path in ("/api/nowhere", "/api", "/api/auth/me", "/health/nowhere"):
        told = await site.client.get(path, headers=BROWSER)
        assert told.headers["content-type"] == "application/problem+json", path


async def test_a_link_of_a_letter_is_opened_by_people_though_it_is_of_the_api(site: Site) -> None:
    path = "/api/notifications/unsubscribe/broken"
    shown = await site.client.get(path, headers=BROWSER)
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>" in shown.text
    told = await site.client.post(path)
    assert told.headers["content-type"] == "application/problem+json"


async def test_every_other_refusal_is_a_page_too_with_the_headers_it_needs(site: Site) -> None:
    wrong = await site.client.post("/docs", headers=BROWSER)
    assert wrong.status_code == 405
    assert wrong.headers["allow"].startswith("GET, HEAD")
    assert "<h1>" in wrong.text
    lost = await site.client.get("/", headers=BROWSER | {"host": "evil.example"})
    assert lost.status_code == 400
    assert "<h1>" in lost.text


@pytest.mark.browser
async def test_the_page_of_a_refusal_can_be_used_by_everybody(page: Page, site: Site) -> None:
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 800})
        answer = await page.goto("/nowhere/at/all")
        assert answer
        assert answer.status == 404
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = await Axe().run(page)
    assert [each["id"] for each in found["violations"]] == []
    await page.get_by_role("link", name="Go to the front page").click()
    assert page.url == f"{site.url}/"
