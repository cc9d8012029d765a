"""Changing an address, and the letters about it, for tests of both ends of a change."""

import httpx

from alcuin.kit.mail import Message
from tests.identity.house import House

ADA, NEW = "ada@example.org", "ada@example.net"
THIEF = "thief@example.com"
ME = "/api/auth/me"


async def asked(house: House, new: str = NEW, was: str = ADA) -> dict[str, Message]:
    """Sign in, ask for another address; gives the letters by where they went."""
    ada = await house.signed_in(was)
    answer = await ada.asks("POST", "/api/auth/change-email", json={"email": new})
    assert answer.status_code == 202, answer.text
    return await letters_sent(house)


async def letters_sent(house: House) -> dict[str, Message]:
    house.mail.sent.clear()
    await house.deliver()
    return {letter.to: letter for letter in house.mail.sent}


def token_of(letter: Message) -> str:
    return (letter.link or "").rpartition("token=")[2]


async def follow(house: House, letter: Message) -> httpx.Response:
    path = (letter.link or "").rpartition("/")[2].partition("?")[0]
    return await house.post(path, token=token_of(letter))
