"""Where one is signed in, and how that ends."""

from uuid import uuid4

from alcuin.kit.actor import Role
from tests.identity.house import House

ADA = "ada@example.org"
ME = "/api/auth/me"


async def test_a_person_sees_their_sessions_and_ends_one(house: House) -> None:
    await house.user(ADA)
    laptop = await house.signed_in(ADA)
    phone = await house.signed_in(ADA)
    listed = (await laptop.asks("GET", "/api/auth/sessions")).json()
    other = next(session for session in listed["data"] if not session["current"])
    ended = await laptop.asks("DELETE", f"/api/auth/sessions/{other['id']}")
    again = await laptop.asks("DELETE", f"/api/auth/sessions/{other['id']}")

    assert listed["pagination"]["total"] == 2
    assert other["address"] == "192.0.2.1"
    assert "httpx" in other["userAgent"]
    assert ended.status_code == 200
    assert again.status_code == 404
    assert (await phone.asks("GET", ME)).status_code == 401
    assert (await laptop.asks("GET", ME)).status_code == 200


async def test_nobody_ends_a_session_of_somebody_else(house: House) -> None:
    ada, eve = await house.guest(ADA), await house.guest("eve@example.org")
    session_id = (await ada.asks("GET", "/api/auth/sessions")).json()["data"][0]["id"]
    foreign = await eve.asks("DELETE", f"/api/auth/sessions/{session_id}")
    unknown = await eve.asks("DELETE", f"/api/auth/sessions/{uuid4()}")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json()["detail"] == unknown.json()["detail"]
    assert (await ada.asks("GET", ME)).status_code == 200


async def test_signing_out_ends_the_access_token_and_the_refresh_token(house: House) -> None:
    ada = await house.guest(ADA)
    out = await ada.asks("POST", "/api/auth/logout")

    assert out.status_code == 200
    assert (await ada.asks("GET", ME)).status_code == 401
    assert (await house.post("refresh", refreshToken=ada.refresh)).status_code == 401


async def test_signing_out_everywhere_ends_all_of_ones_sessions_and_no_others(
    house: House,
) -> None:
    await house.user(ADA)
    laptop, phone = await house.signed_in(ADA), await house.signed_in(ADA)
    eve = await house.guest("eve@example.org")
    out = await laptop.asks("POST", "/api/auth/logout-all")

    assert out.json()["data"] == {"ended": 2}
    assert (await phone.asks("GET", ME)).status_code == 401
    assert (await eve.asks("GET", ME)).status_code == 200


async def test_a12_the_suspended_are_out_with_their_very_next_request(house: House) -> None:
    admin = await house.guest("root@example.org", Role.ADMIN)
    ada = await house.guest(ADA)
    assert (await ada.asks("GET", ME)).status_code == 200
    suspended = await admin.edits(f"/api/users/{ada.id}", {"suspended": True})

    assert suspended.json()["data"]["suspended"] is True
    for method, path in [("GET", ME), ("GET", "/api/auth/sessions"), ("POST", "/api/auth/logout")]:
        assert (await ada.asks(method, path)).status_code == 401
    assert (await house.post("refresh", refreshToken=ada.refresh)).status_code == 401
    assert (await house.sign_in(ADA)).json()["code"] == "suspended"
    assert (await house.sign_in(ADA, "a wrong one")).json()["code"] == "wrong_credentials"


async def test_a12_the_suspended_get_no_letters(house: House) -> None:
    admin, ada = await house.guest("root@example.org", Role.ADMIN), await house.guest(ADA)
    await house.post("forgot-password", email=ADA)  # the job waits while the person is suspended
    await admin.edits(f"/api/users/{ada.id}", {"suspended": True})
    await house.deliver()

    assert house.mail.sent == []


async def test_who_is_let_in_again_signs_in_again(house: House) -> None:
    admin, ada = await house.guest("root@example.org", Role.ADMIN), await house.guest(ADA)
    await admin.edits(f"/api/users/{ada.id}", {"suspended": True})
    await admin.edits(f"/api/users/{ada.id}", {"suspended": False})

    assert (await ada.asks("GET", ME)).status_code == 401
    assert (await house.sign_in(ADA)).status_code == 200
