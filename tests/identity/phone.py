"""An authenticator app, by the clock of the test's database."""

from typing import Any

import httpx
import pyotp

from tests.identity.house import PASSWORD, Guest, House

TOTP = "/api/auth/totp"
SECOND = "login/second-factor"


class Phone:
    """A secret that its person has put in, and the backup codes on a sheet beside it."""

    def __init__(self, house: House, secret: str) -> None:
        self.house = house
        self.secret = secret
        self.backup_codes: list[str] = []

    async def code(self, steps: int = 0) -> str:
        """What it shows now, or showed or will show so many steps from now."""
        seconds = await self.house.value("select extract(epoch from kit_now())::float8")
        return str(pyotp.HOTP(self.secret).at(int(seconds // 30) + steps))


async def at(house: House, moment: str) -> None:
    """Let it be this time of 1 January 2030."""
    await house.value("select set_config('alcuin.now', $1, false)", f"2030-01-01 {moment}+00")


async def enrolled(house: House, guest: Guest) -> Phone:
    """Turn a second factor on; the code of now is spent by it."""
    begun = await guest.asks("POST", TOTP)
    assert begun.status_code == 200, begun.text
    phone = Phone(house, begun.json()["data"]["secret"])
    answer = await guest.asks("POST", f"{TOTP}/confirm", json={"code": await phone.code()})
    assert answer.status_code == 200, answer.text
    phone.backup_codes = answer.json()["data"]["backupCodes"]
    return phone


async def halfway(house: House, email: str, password: str = PASSWORD, **more: str) -> str:
    """Say the right password; answers the token of the second step."""
    answer = await house.sign_in(email, password, **more)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    assert set(data) == {"secondFactor"}
    return str(data["secondFactor"]["token"])


async def shows(
    house: House, token: str, code: str, origin: str = "192.0.2.1", **more: str
) -> httpx.Response:
    """Go on to the second step."""
    return await house.client.post(
        f"/api/auth/{SECOND}",
        json={"token": token, "code": code, **more},
        headers={"x-forwarded-for": origin},
    )
