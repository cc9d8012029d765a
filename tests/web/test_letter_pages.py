"""How the pages of links are made: for everybody, in every light and width, and without scripts."""

import httpx
import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from alcuin.identity.rules.passwords import COMMON_PASSWORDS, LONGEST, SHORTEST
from alcuin.identity.rules.tokens import PAGES
from alcuin.web.letters import LINKED
from tests.web.site import Site

SIZES = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
STATES = ("ask", "done", "spent", "incomplete")
FLAWED = "document.querySelectorAll('.error, .refusal').forEach((e) => { e.textContent = 'No.' })"
SHOW = """(state) => document.querySelectorAll('[data-state]').forEach((section) => {
  section.hidden = section.dataset.state !== state })"""


def test_every_link_of_a_letter_has_a_page() -> None:
    assert set(LINKED) == set(PAGES.values())


async def test_the_rules_of_passwords_that_are_said_are_those_that_hold(site: Site) -> None:
    for name in ("reset-password", "first-administrator"):
        said = (await site.client.get(f"/{name}")).text
        assert f"{SHORTEST} to {LONGEST} characters" in said
        assert f"{COMMON_PASSWORDS:,} most common" in said


async def test_a_page_is_the_same_for_every_token_and_stored_nowhere(site: Site) -> None:
    for name in LINKED:
        answers: list[httpx.Response] = [
            await site.client.get(f"/{name}?token={token}") for token in ("one", "another")
        ]
        assert answers[0].content == answers[1].content
        assert answers[0].headers["cache-control"] == "no-store"
        assert '<meta name="referrer" content="no-referrer">' in answers[0].text
        assert "style=" not in answers[0].text


@pytest.mark.browser
@pytest.mark.parametrize("name", LINKED)
async def test_without_scripts_the_page_says_how_to_call_the_api(
    browser: Browser, site: Site, name: str
) -> None:
    page = await browser.new_page(base_url=site.url, java_script_enabled=False)
    await page.goto(f"/{name}?token=any")
    said = page.locator("noscript pre")  # texts and roles pass over <noscript>
    await expect(said).to_be_visible()
    await expect(said).to_contain_text(f"POST /api/auth/{name}")
    await expect(page.locator("form")).to_be_hidden()
    await page.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", LINKED)
async def test_the_page_can_be_used_by_everybody(page: Page, name: str, scheme: str) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # literal strings
    await page.goto(f"/{name}?token=any")
    await expect(page.locator("form")).to_be_visible()
    await page.evaluate(FLAWED)
    for state in STATES:
        await page.evaluate(SHOW, state)
        for size in SIZES:
            await page.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height
            assert await page.evaluate("document.body.scrollWidth <= innerWidth"), (state, size)
        found = await Axe().run(page)
        assert [each["id"] for each in found["violations"]] == [], state
