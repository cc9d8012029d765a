"""The page that a letter's link to unsubscribe opens: for everybody, in the account's language."""

from uuid import UUID

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.web.site import Site
from tests.web.test_letter_pages import SIZES

READER = UUID(int=1)
SAID = {
    "en": ("Unsubscribe", "No more of these letters"),
    "de": ("Briefe abbestellen", "Keine solchen Briefe mehr"),
}


async def link(site: Site, language: str) -> str:
    """What a letter to somebody who reads `language` holds."""
    async with site.parts.database.transaction() as conn:
        await conn.raw.execute(
            """
            insert into app_user (id, email, email_key, name, password_hash, language)
            values ($1, 'ada@example.org', 'ada@example.org', 'Ada', '-', $2)
            """,
            READER,
            language,
        )
    token = site.parts.signer.unsubscribe(READER, "ACHIEVEMENT_UNLOCKED")
    return f"/api/notifications/unsubscribe/{token}"


async def require_usable(page: Page) -> None:
    for size in SIZES:
        await page.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height
        assert await page.evaluate("document.body.scrollWidth <= innerWidth"), size
    found = await Axe().run(page)
    assert [each["id"] for each in found["violations"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", SAID)
async def test_one_button_unsubscribes_in_the_language_of_the_account(
    page: Page, site: Site, language: str, scheme: str
) -> None:
    asked, done = SAID[language]
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # literal strings
    await page.goto(await link(site, language))
    await expect(page.get_by_role("heading", name=asked)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await require_usable(page)
    await page.get_by_role("button").click()
    await expect(page.get_by_role("heading", name=done)).to_be_visible()
    await require_usable(page)
