"""Tokens: what is believed, for how long, and what is stored of them."""

import base64
import hmac
import json
import math
from collections import Counter
from typing import Any
from uuid import uuid4

import jwt
import pytest

from alcuin.adapters.tokens import ACCESS_SECONDS, JwtSigner, WeakSecret
from alcuin.kit.problems import Unauthenticated
from tests.identity.house import SECRET, Clock, Guest, House

ADA = "ada@example.org"


def part(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})


async def status(guest: Guest, token: str) -> int:
    guest.access = token
    answer = await guest.asks("GET", "/api/auth/me")
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")
    return answer.status_code


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "NoNe"},
        {"alg": "HS512"},
        {"alg": "RS256"},
        {"jwk": {"kty": "oct", "k": part(b"mine")}},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/chain"},
        {"kid": "../../dev/null"},
        {"kid": None},
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
    ],
)
async def test_f1_no_header_talks_the_reader_into_another_key_or_algorithm(
    house: House, header: dict[str, Any]
) -> None:
    ada = await house.guest(ADA)
    said, claims = opened(ada.access)
    # The forger has the true key, so only the header can give the token away.
    key = house.signer._keys["access"][said["kid"]]  # noqa: SLF001  as the comment says
    signed = part(said | header) + "." + part(claims)
    digest = "sha512" if header.get("alg") == "HS512" else "sha256"
    forged = f"{signed}.{part(hmac.digest(key, signed.encode(), digest))}"

    assert await status(ada, forged) == 401
    assert await status(ada, f"{signed}.") == 401


async def test_f1_an_altered_or_missing_signature_is_refused(house: House) -> None:
    ada = await house.guest(ADA)
    head, body, signature = ada.access.split(".")
    _, claims = opened(ada.access)
    other = part(claims | {"sub": str(uuid4())})

    for forged in (
        f"{head}.{other}.{signature}",
        f"{head}.{body}.",
        f"{head}.{body}",
        "x",
        "a.b.c",
    ):
        assert await status(ada, forged) == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody else"},
        {"iss": "somebody else"},
        {"typ": "id"},
        {"typ": "device"},
        {"exp": "9999999999"},
        {"exp": math.inf},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"nbf": 9_999_999_999},
        {"sid": "no uuid"},
        {"extra": True},
    ],
)
async def test_f2_tokens_for_something_else_are_refused(
    house: House, claims: dict[str, Any]
) -> None:
    ada = await house.guest(ADA)
    header, said = opened(ada.access)
    key = house.signer._keys["access"][header["kid"]]  # noqa: SLF001  signed truly: only the claim is wrong
    forged = jwt.encode(said | claims, key, "HS256", headers={"kid": header["kid"]})

    assert await status(ada, jwt.encode(said, key, "HS256", headers={"kid": header["kid"]})) == 200
    assert await status(ada, forged) == 401


async def test_f2_refresh_and_device_tokens_are_no_access_tokens(house: House) -> None:
    ada = await house.guest(ADA)

    assert await status(ada, ada.refresh) == 401
    assert await status(ada, ada.device) == 401


async def test_f2_an_access_token_ends_after_ten_minutes_also_where_it_is_remembered(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    house.clock.now += ACCESS_SECONDS - 1
    assert await status(ada, ada.access) == 200
    house.clock.now += 1
    assert await status(ada, ada.access) == 401


async def test_f3_a_refresh_token_works_once_and_its_second_use_ends_the_session(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    renewed = await house.post("refresh", refreshToken=ada.refresh)
    fresh = renewed.json()["data"]
    assert await status(ada, fresh["accessToken"]) == 200

    reused = await house.post("refresh", refreshToken=ada.refresh)
    family = await house.post("refresh", refreshToken=fresh["refreshToken"])

    assert renewed.status_code == 200
    assert reused.status_code == family.status_code == 401
    assert reused.json()["code"] == "session_ended"
    assert await status(ada, fresh["accessToken"]) == 401
    assert await house.value("select count(*) from audit where action = 'session.renew'") == 1


async def test_f3_other_sessions_outlive_a_stolen_one(house: House) -> None:
    await house.user(ADA)
    laptop, phone = await house.signed_in(ADA), await house.signed_in(ADA)
    await house.post("refresh", refreshToken=laptop.refresh)
    await house.post("refresh", refreshToken=laptop.refresh)

    assert (await phone.asks("GET", "/api/auth/me")).status_code == 200


@pytest.mark.parametrize(
    ("later", "expected"), [("13 days", 200), ("15 days", 401), ("91 days", 401)]
)
async def test_an_unused_session_ends(house: House, later: str, expected: int) -> None:
    ada = await house.guest(ADA)
    await house.value(
        "select set_config('alcuin.now', (now() + $1::text::interval)::text, false)", later
    )

    assert (await house.post("refresh", refreshToken=ada.refresh)).status_code == expected


async def test_a_session_ends_after_ninety_days_however_busy(house: House) -> None:
    ada = await house.guest(ADA)
    statuses = []
    for days in range(13, 105, 13):
        await house.value(
            "select set_config('alcuin.now', (now() + make_interval(days => $1))::text, false)",
            days,
        )
        answer = await house.post("refresh", refreshToken=ada.refresh)
        statuses.append(answer.status_code)
        if answer.status_code == 200:
            ada.refresh = answer.json()["data"]["refreshToken"]

    assert statuses == [200] * 6 + [401] * 2


def test_b10_a_hundred_thousand_tokens_cannot_be_guessed() -> None:
    signer = JwtSigner(SECRET)
    tokens = {signer.opaque() for _ in range(100_000)}
    letters = Counter(letter for token in tokens for letter in token[:-1])

    assert len(tokens) == 100_000
    assert {len(token) for token in tokens} == {43}  # 256 bits
    assert len(letters) == 64
    assert max(letters.values()) / min(letters.values()) < 1.05


async def test_b10_only_hashes_are_stored(house: House) -> None:
    ada = await house.guest(ADA)
    await house.post("forgot-password", email=ADA)
    queued = await house.value("select string_agg(convert_from(payload, 'UTF8'), '') from pgqueuer")
    secrets = [ada.refresh, ada.access, ada.device, await house.token()]
    stored = await house.value(
        """
        select (select string_agg(t::text, '') from refresh_token t)
            || (select string_agg(t::text, '') from one_time_token t)
            || (select string_agg(t::text, '') from session t)
            || (select string_agg(t::text, '') from app_user t)
        """
    )

    assert "reset_password" in queued
    for secret in secrets:
        for form in (secret, secret.encode().hex()):
            assert form not in stored
            assert form not in queued
    assert "quiet harbour" not in stored


def test_j4_a_short_secret_is_refused() -> None:
    with pytest.raises(WeakSecret):
        JwtSigner("short")
    with pytest.raises(WeakSecret):
        JwtSigner(SECRET, previous="short")


def test_tokens_of_the_previous_secret_are_read_until_it_is_dropped() -> None:
    clock, user_id, session_id = Clock(), uuid4(), uuid4()
    old = JwtSigner(SECRET, clock=clock).access(user_id, session_id)
    following = "another secret, also long enough to be one"

    assert JwtSigner(following, SECRET, clock).read_access(old) == (user_id, session_id)
    with pytest.raises(Unauthenticated):
        JwtSigner(following, clock=clock).read_access(old)
