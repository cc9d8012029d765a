"""A Chromium, and a running product that it visits."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from alcuin.kit.db import Database
from tests.web.site import Site, running_site

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        told = f"no browser: install one of {', '.join(NAMES)}"
        # Where a browser was promised, a skipped test would prove nothing.
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(told)
    async with async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=program, args=QUIET)
        yield launched
        await launched.close()


@pytest.fixture
async def site(database: Database, database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with running_site(database, database_url, tmp_path / "data") as running:
        yield running


@pytest.fixture
async def page(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """A fresh visitor; a fault of a script or a breach of the policy fails the test."""
    context = await browser.new_context(base_url=site.url)
    context.set_default_timeout(20_000)
    page, faults = await context.new_page(), list[str]()

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", heard)
    yield page
    await context.close()
    assert faults == []
