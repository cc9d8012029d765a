"""Half a sign-in: the password was right, the code is still to come (F10)."""

import pytest

from alcuin.identity.actions.signing_in import prove, start_session
from alcuin.identity.data import SignIn, Visit
from alcuin.identity.errors import SessionEnded
from alcuin.kit.actor import Role
from tests.identity.house import PASSWORD, House
from tests.identity.phone import at, enrolled, halfway, shows

ADA = "ada@example.org"
ME = "/api/auth/me"


async def test_f10_half_a_sign_in_opens_nothing_but_its_second_step(house: House) -> None:
    await enrolled(house, await house.guest(ADA))
    token = await halfway(house, ADA)

    for path in (ME, "/api/auth/sessions", "/api/auth/security", "/api/auth/tokens"):
        answer = await house.client.get(path, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401, path
    assert (await house.post("refresh", refreshToken=token)).status_code == 401
    assert (await house.post("verify-email", token=token)).status_code == 410
    reset = {"token": token, "newPassword": "another harbour 18"}
    assert (await house.post("reset-password", **reset)).status_code == 410
    assert await house.value("select count(*) from session") == 1


async def test_f10_a_new_password_by_letter_does_not_skip_the_second_factor(house: House) -> None:
    phone = await enrolled(house, await house.guest(ADA))
    half = await halfway(house, ADA)
    await house.post("forgot-password", email=ADA)
    new = {"token": await house.token(), "newPassword": "another harbour 18"}
    reset = await house.post("reset-password", **new)

    assert reset.status_code == 200
    assert reset.json()["data"] is None
    assert await house.value("select count(*) from live_session") == 0
    assert (await shows(house, half, await phone.code(1))).status_code == 401
    token = await halfway(house, ADA, new["newPassword"])
    assert (await shows(house, token, "000000")).status_code == 401
    assert (await shows(house, token, await phone.code(1))).status_code == 200


async def test_f10_no_door_opens_a_session_for_a_password_alone(house: House) -> None:
    await house.user(ADA)
    said, visit = SignIn(email=ADA, password=PASSWORD), Visit("192.0.2.1", "")
    before = await prove(house.database, house.hasher, house.signer, said, visit)
    await enrolled(house, await house.signed_in(ADA))
    after = await prove(house.database, house.hasher, house.signer, said, visit)

    for proven in (before, after):
        with pytest.raises(SessionEnded):
            async with house.database.transaction() as conn:
                await start_session(conn, house.signer, proven, visit)


async def test_half_a_sign_in_ends_after_ten_minutes_and_with_its_use(house: House) -> None:
    await at(house, "10:00:00")
    phone = await enrolled(house, await house.guest(ADA))
    token = await halfway(house, ADA)
    await at(house, "10:10:01")
    late = await shows(house, token, await phone.code())
    assert (late.status_code, late.json()["code"]) == (401, "sign_in_expired")

    token = await halfway(house, ADA)
    assert (await shows(house, token, await phone.code())).status_code == 200
    again = await shows(house, token, await phone.code(1))
    assert (again.status_code, again.json()["code"]) == (401, "sign_in_expired")
    for answer in (late, again):  # one took too long, the other did not
        said = answer.json()["detail"]
        assert said == "This sign-in is over. Begin again with your password."


async def test_half_a_sign_in_ends_with_a_new_password(house: House) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    token = await halfway(house, ADA)
    body = {"currentPassword": PASSWORD, "newPassword": "another harbour 18"}
    await ada.asks("POST", "/api/auth/change-password", json=body)

    assert (await shows(house, token, await phone.code(1))).status_code == 401


async def test_the_suspended_get_no_session_by_a_code(house: House) -> None:
    admin = await house.guest("admin@example.org", Role.ADMIN)
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    token = await halfway(house, ADA)
    await admin.edits(f"/api/users/{ada.id}", {"suspended": True})

    assert (await shows(house, token, await phone.code(1))).status_code == 401
    assert await house.value("select count(*) from live_session") == 1
