"""Another address, undone: the old one takes its account back from whoever stole it (F8)."""

import asyncio

from alcuin.kit.mail import Message
from tests.identity.addresses import ADA, ME, NEW, THIEF, asked, follow, letters_sent, token_of
from tests.identity.house import PASSWORD, House


async def _stolen(house: House) -> dict[str, Message]:
    """Somebody at Ada's open session takes her account to their address."""
    await house.user(ADA)
    letters = await asked(house, THIEF)
    await follow(house, letters[THIEF])
    return letters


async def _stolen_and_moved_on(house: House) -> tuple[dict[str, Message], dict[str, Message]]:
    """And from there to another; gives the letters of both changes."""
    first = await _stolen(house)
    second = await asked(house, "second@example.com", was=THIEF)
    await follow(house, second["second@example.com"])
    return first, second


async def test_f8_the_old_address_takes_the_account_back(house: House) -> None:
    stolen = await _stolen(house)
    thief = await house.signed_in(THIEF)
    undone = await follow(house, stolen[ADA])

    assert undone.status_code == 200
    assert (await thief.asks("GET", ME)).status_code == 401
    assert (await house.post("refresh", refreshToken=thief.refresh)).status_code == 401
    assert (await house.sign_in(THIEF)).status_code == 401
    assert (await house.sign_in(ADA)).status_code == 401  # the thief knew this password
    letters = await letters_sent(house)
    assert letters.keys() == {ADA}
    reset = await house.post(
        "reset-password", token=token_of(letters[ADA]), newPassword="another harbour 18"
    )
    assert reset.status_code == 200
    assert (await house.sign_in(ADA, "another harbour 18")).status_code == 200


async def test_f8_a_change_that_nobody_confirmed_is_undone_as_well(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house, THIEF)
    assert (await follow(house, letters[ADA])).status_code == 200
    assert (await follow(house, letters[THIEF])).status_code == 410
    assert (await house.sign_in(ADA)).status_code == 401


async def test_f8_a_later_address_cannot_undo_what_an_earlier_one_undid(house: House) -> None:
    first, second = await _stolen_and_moved_on(house)

    assert (await follow(house, first[ADA])).status_code == 200
    assert (await follow(house, second[THIEF])).status_code == 410
    assert await house.value("select email from app_user") == ADA


async def test_f8_undoing_the_later_change_leaves_the_earlier_one_to_its_address(
    house: House,
) -> None:
    first, second = await _stolen_and_moved_on(house)

    assert (await follow(house, second[THIEF])).status_code == 200
    assert await house.value("select email from app_user") == THIEF
    assert (await follow(house, first[ADA])).status_code == 200
    assert await house.value("select email from app_user") == ADA


async def test_f8_nobody_keeps_an_account_from_its_old_address_by_registering_it(
    house: House,
) -> None:
    stolen = await _stolen(house)
    await house.post("register", email=ADA, name="A Squatter", password=PASSWORD)

    assert (await follow(house, stolen[ADA])).status_code == 200
    found = await house.value("select array_agg(email order by id) from app_user")
    assert found == [ADA, "former-member"]


async def test_f8_who_proved_the_old_address_meanwhile_keeps_it(house: House) -> None:
    await house.user(ADA)
    letters = await asked(house)
    await follow(house, letters[NEW])
    await house.user(ADA, name="Somebody Else")

    assert (await follow(house, letters[ADA])).status_code == 410
    assert (await house.sign_in(NEW)).status_code == 200


async def test_f8_undoing_opens_an_account_that_the_thief_has_closed(house: House) -> None:
    stolen = await _stolen(house)
    thief = await house.signed_in(THIEF)
    assert (await thief.asks("DELETE", ME)).status_code == 200
    assert (await follow(house, stolen[ADA])).status_code == 200
    assert await house.value("select closed_at is null from app_user")


async def test_f8_confirming_and_undoing_at_once_end_with_the_old_address(
    busy_house: House,
) -> None:
    await busy_house.user(ADA)
    letters = await asked(busy_house, THIEF)
    confirmed, undone = await asyncio.gather(
        follow(busy_house, letters[THIEF]), follow(busy_house, letters[ADA])
    )

    assert undone.status_code == 200
    assert confirmed.status_code in (200, 410)
    assert await busy_house.value("select email from app_user") == ADA
    assert (await busy_house.sign_in(THIEF)).status_code == 401
