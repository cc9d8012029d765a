"""Step-up: what is sensitive wants a proof of the last ten minutes, on this very session."""

import pytest

from alcuin.kit.actor import Role
from tests.identity.house import PASSWORD, Guest, House
from tests.identity.phone import TOTP, at, enrolled

ADA = "ada@example.org"
TOKENS = "/api/auth/tokens"
PROVE = "/api/auth/prove"
NEW = {"name": "x", "scopes": ["read"], "expiresInDays": 1}
SENSITIVE = [("POST", TOTP, None), ("POST", TOKENS, NEW)]
SENSITIVE_WHERE_ON = [("DELETE", TOTP, None), ("POST", f"{TOTP}/backup-codes", None)]


async def _later(house: House) -> Guest:
    """Somebody whose proof is just too old."""
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    await at(house, "10:10:00")
    return ada


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE)
async def test_an_old_proof_is_403_with_the_ways_to_make_a_new_one(
    house: House, method: str, path: str, body: object
) -> None:
    ada = await _later(house)
    refused = await ada.asks(method, path, json=body)
    proved = await ada.asks("POST", PROVE, json={"password": PASSWORD})
    answer = await ada.asks(method, path, json=body)

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_required")
    assert refused.json()["methods"] == ["PASSWORD"]
    assert proved.json()["data"]["provedUntil"] == "2030-01-01T10:20:00Z"
    assert answer.is_success, answer.text


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE)
async def test_signing_in_is_a_proof_for_ten_minutes(
    house: House, method: str, path: str, body: object
) -> None:
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    await at(house, "10:09:59")

    assert (await ada.asks(method, path, json=body)).is_success


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE_WHERE_ON)
async def test_with_a_second_factor_on_the_password_alone_proves_nothing(
    house: House, method: str, path: str, body: object
) -> None:
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    await at(house, "10:30:00")
    refused = await ada.asks(method, path, json=body)
    password = await ada.asks("POST", PROVE, json={"password": PASSWORD})
    still = await ada.asks(method, path, json=body)
    code = await ada.asks("POST", PROVE, json={"code": await phone.code()})

    for answer in (refused, password, still):
        assert (answer.status_code, answer.json()["code"]) == (403, "proof_required")
        assert answer.json()["methods"] == ["TOTP", "BACKUP_CODE"]
    assert code.status_code == 200
    assert (await ada.asks(method, path, json=body)).is_success


async def test_a_proof_is_of_one_session(house: House) -> None:
    ada = await _later(house)
    elsewhere = await house.signed_in(ADA)

    assert (await ada.asks("POST", TOKENS, json=NEW)).status_code == 403
    assert (await elsewhere.asks("POST", TOKENS, json=NEW)).status_code == 201


async def test_renewing_a_session_proves_nothing(house: House) -> None:
    ada = await _later(house)
    renewed = (await house.post("refresh", refreshToken=ada.refresh)).json()["data"]
    ada.access = renewed["accessToken"]

    assert (await ada.asks("POST", TOKENS, json=NEW)).json()["code"] == "proof_required"


async def test_a_wrong_password_proves_nothing_and_five_of_them_are_enough(house: House) -> None:
    ada = await _later(house)
    answers = [await ada.asks("POST", PROVE, json={"password": "wrong password"}) for _ in range(6)]
    right = await ada.asks("POST", PROVE, json={"password": PASSWORD})

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert answers[0].json()["code"] == "wrong_password"
    assert right.status_code == 429
    assert (await ada.asks("POST", TOKENS, json=NEW)).json()["code"] == "proof_required"


async def test_a_wrong_or_used_code_proves_nothing_and_ten_of_them_are_enough(
    house: House,
) -> None:
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    await at(house, "10:30:00")
    code = await phone.code()
    assert (await ada.asks("POST", PROVE, json={"code": code})).status_code == 200
    again = [await ada.asks("POST", PROVE, json={"code": code}) for _ in range(11)]

    assert [answer.status_code for answer in again] == [403] * 10 + [429]
    assert again[0].json()["code"] == "wrong_code"


async def test_a_code_proves_nothing_where_no_second_factor_is_on(house: House) -> None:
    ada = await _later(house)
    assert (await ada.asks("POST", PROVE, json={"code": "123456"})).status_code == 403


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({}, "/password", "one_needed"),
        ({"password": None, "code": None}, "/password", "one_needed"),
        ({"password": PASSWORD, "code": "123456"}, "/code", "two_ways"),
    ],
    ids=str,
)
async def test_one_thing_is_shown_at_a_time(
    house: House, said: dict[str, str | None], pointer: str, code: str
) -> None:
    ada = await house.guest(ADA)
    answer = await ada.asks("POST", PROVE, json=said)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


async def test_an_administrator_proves_it_before_taking_a_second_factor_away(
    house: House,
) -> None:
    await at(house, "10:00:00")
    admin = await house.guest("admin@example.org", Role.ADMIN)
    await at(house, "10:30:00")
    ada = await house.guest(ADA)
    await enrolled(house, ada)
    path = f"/api/users/{ada.id}/second-factor"

    assert (await admin.asks("DELETE", path)).json()["code"] == "proof_required"
    await admin.asks("POST", PROVE, json={"password": PASSWORD})
    assert (await admin.asks("DELETE", path)).status_code == 200
