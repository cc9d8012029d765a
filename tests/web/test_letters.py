"""What somebody does who was sent a link, in a real browser on the running product."""

import re

import pytest
from playwright.async_api import Page, Request, expect

from alcuin.kit.actor import Role
from tests.web.site import PASSWORD, Site

pytestmark = pytest.mark.browser

ADA = "ada@example.org"
NEW_PASSWORD = "slow river, brass lamp"


FILLED = {
    "verify-email": {},
    "reset-password": {"newPassword": NEW_PASSWORD},
    "first-administrator": {
        "name": "Grace Hopper",
        "email": "grace@example.org",
        "password": PASSWORD,
    },
    "confirm-email": {},
    "undo-email-change": {},
    "restore": {},
}


async def _use(page: Page, link: str, filled: dict[str, str]) -> None:
    await page.goto(link)
    for name, text in filled.items():
        await page.locator(f"#{name}").fill(text)
    await page.locator("form .button").click()


async def _confirmed(site: Site) -> bool:
    session = (await site.sign_in(ADA, PASSWORD)).json()["data"]
    return session["user"]["emailVerifiedAt"] is not None


async def test_the_first_administrator_makes_their_account_on_an_empty_installation(
    page: Page, site: Site
) -> None:
    await page.goto(await site.first_link())
    await page.get_by_label("Name").fill("Ada Lovelace")
    await page.get_by_label("E-mail address").fill(ADA)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Make my account").click()
    heading = page.get_by_role("heading", name="You administer this installation")
    await expect(heading).to_be_focused()
    await expect(page.get_by_text(ADA)).to_be_visible()
    session = (await site.sign_in(ADA, PASSWORD)).json()["data"]
    assert session["user"]["role"] == Role.ADMIN


async def test_an_address_is_confirmed_by_the_button_and_not_by_opening_the_link(
    page: Page, site: Site
) -> None:
    await page.goto(await site.register(ADA))
    await expect(page.get_by_role("button", name="Confirm address")).to_be_visible()
    assert not await _confirmed(site)
    await page.get_by_role("button", name="Confirm address").click()
    await expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_focused()
    assert await _confirmed(site)


async def test_a_forgotten_password_is_replaced_once_a_good_one_is_chosen(
    page: Page, site: Site
) -> None:
    await site.register(ADA)
    await page.goto(await site.forget(ADA))
    field = page.get_by_label("New password")
    await field.fill("password1")
    await field.press("Enter")
    await expect(page.get_by_text("This is one of the 30,000 most common")).to_be_visible()
    await expect(field).to_be_focused()
    spoken = re.compile("8 to 256 characters.*This is one of the 30,000 most common passwords")
    await expect(field).to_have_accessible_description(spoken)
    await field.fill(NEW_PASSWORD)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_role("heading", name="Your password is changed")).to_be_focused()
    assert (await site.sign_in(ADA, NEW_PASSWORD)).status_code == 200
    assert (await site.sign_in(ADA, PASSWORD)).status_code == 401


async def _link_to(site: Site, name: str) -> str:
    """A link to this page that works, whatever had to be done for it."""
    if name == "first-administrator":
        return await site.first_link()
    confirming = await site.register(ADA)
    match name:
        case "verify-email":
            return confirming
        case "reset-password":
            return await site.forget(ADA)
        case "restore":
            return await site.leave(ADA)
    await site.post("verify-email", token=confirming.rpartition("=")[2])
    return (await site.move(ADA, "ada@example.net"))[f"/{name}?"]


@pytest.mark.parametrize("name", FILLED)
async def test_a_used_link_says_how_to_go_on(page: Page, site: Site, name: str) -> None:
    link = await _link_to(site, name)
    await _use(page, link, FILLED[name])
    await expect(page.locator("[data-state=done] h1")).to_be_focused()
    await _use(page, link, FILLED[name])
    await expect(page.get_by_role("heading", name="This link works no more")).to_be_focused()


async def test_every_flaw_stands_beside_its_field_and_the_first_has_the_focus(
    page: Page, site: Site
) -> None:
    await page.goto(await site.first_link())
    name, address = page.get_by_label("Name"), page.get_by_label("E-mail address")
    password = page.get_by_label("Password", exact=True)
    await name.fill("Ada Lovelace")
    await address.fill("ada at home")
    await password.fill("lovelace 1815")
    await password.press("Enter")
    await expect(address).to_be_focused()
    for field, flaw in (
        (name, ""),
        (address, "This is no address."),
        (password, "A password does not contain your name or address."),
    ):
        await expect(field).to_have_attribute("aria-invalid", "true" if flaw else "false")
        await expect(
            field.locator("xpath=ancestor::div[@class='field']").locator(".error")
        ).to_have_text(flaw)
    assert (await site.sign_in("ada at home", "lovelace 1815")).status_code == 401


async def test_the_token_leaves_the_address_and_is_told_to_nobody_else(
    page: Page, site: Site
) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108  wants a function
    link = await site.register(ADA)
    token = link.rpartition("=")[2]
    await page.goto(link)
    await expect(page).to_have_url(f"{site.url}/verify-email")
    await page.get_by_role("link", name="Documentation").click()
    await expect(page).to_have_url(f"{site.url}/docs")
    assert [each.url for each in asked if token in each.url] == [link]
    told = [value for each in asked for value in (await each.all_headers()).values()]
    assert not [value for value in told if token in value]


async def test_a_page_without_a_token_asks_for_the_link(page: Page, site: Site) -> None:
    await page.goto(await site.register(ADA))
    await page.reload()
    await expect(page.get_by_role("heading", name="Open the link once more")).to_be_focused()
    await expect(page.locator("form")).to_be_hidden()


async def test_a_password_can_be_looked_at_while_it_is_typed(page: Page) -> None:
    await page.goto("/reset-password?token=any")
    field = page.get_by_label("New password")
    assert await field.get_attribute("autocomplete") == "new-password"
    await expect(field).to_have_attribute("type", "password")
    await page.get_by_role("button", name="Show password").click()
    await expect(field).to_have_attribute("type", "text")
    await expect(page.get_by_role("status")).to_have_text("The password is shown.")
    await page.get_by_role("button", name="Hide password").click()
    await expect(field).to_have_attribute("type", "password")


async def test_the_keyboard_alone_is_enough(page: Page, site: Site) -> None:
    await site.register(ADA)
    await page.goto(await site.forget(ADA))
    for _link in ("skip", "Alcuin", "Documentation", "API reference", "field"):
        await page.keyboard.press("Tab")
    await page.keyboard.type(NEW_PASSWORD)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Show password")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("heading", name="Your password is changed")).to_be_focused()


async def test_a_lost_connection_loses_nothing_that_was_typed(page: Page, site: Site) -> None:
    await site.register(ADA)
    await page.goto(await site.forget(ADA))
    await page.get_by_label("New password").fill(NEW_PASSWORD)
    await page.context.set_offline(offline=True)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    await page.context.set_offline(offline=False)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_role("heading", name="Your password is changed")).to_be_focused()
