"""Personal access tokens: what programs use in a person's name."""

import re
from typing import Any

import httpx
import pytest

from alcuin.kit.actor import Role
from tests.identity.house import PASSWORD, Guest, House
from tests.identity.phone import at

ADA = "ada@example.org"
ME = "/api/auth/me"
TOKENS = "/api/auth/tokens"
NEW: dict[str, Any] = {"name": "Nightly import", "scopes": ["read", "write"], "expiresInDays": 90}


async def issued(guest: Guest, **more: object) -> dict[str, Any]:
    answer = await guest.asks("POST", TOKENS, json=NEW | more)
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def used(house: House, token: str, method: str = "GET", path: str = ME) -> httpx.Response:
    return await house.client.request(method, path, headers={"authorization": f"Bearer {token}"})


async def test_a_token_is_shown_once_and_opens_what_its_scopes_say(house: House) -> None:
    ada = await house.guest(ADA)
    made = await issued(ada)
    listed = (await ada.asks("GET", TOKENS)).json()["data"]
    me = await used(house, made["token"])

    assert re.fullmatch(r"alc_pat_[\w-]{43}", made["token"])
    assert [each["id"] for each in listed] == [made["id"]]
    assert "token" not in listed[0]
    assert listed[0]["scopes"] == ["read", "write"]
    assert me.json()["data"]["email"] == ADA


async def test_b10_ten_thousand_tokens_differ_carry_256_bits_and_only_hashes_are_kept(
    house: House,
) -> None:
    texts = {house.signer.opaque() for _ in range(10_000)}
    assert len(texts) == 10_000
    assert {len(text) for text in texts} == {43}  # 256 bits in letters of 6
    signs = "".join(texts)
    for sign in set(signs):  # none of the 64 is rarer or more frequent than chance has it
        assert 0.8 < signs.count(sign) / (len(signs) / 64) < 1.5

    made = await issued(await house.guest(ADA))
    row = await house.value("select t::text || s::text from access_token t, session s")
    assert made["token"].removeprefix("alc_pat_") not in row
    assert await house.value("select length(hash) from access_token") == 32


@pytest.mark.parametrize(
    "wrong",
    [
        {"expiresInDays": 366},
        {"expiresInDays": 0},
        {"expiresInDays": None},
        {"scopes": []},
        {"scopes": ["admin"]},
        {"name": ""},
        {"name": "a\u202eb"},
        {"userId": "019a6f3e-52c4-7c1d-9b0e-3f2a61d5c871"},
    ],
    ids=str,
)
async def test_a_token_without_an_end_or_with_unknown_scopes_is_refused(
    house: House, wrong: dict[str, object]
) -> None:
    ada = await house.guest(ADA)
    answer = await ada.asks("POST", TOKENS, json=NEW | wrong)

    assert answer.status_code == 422
    assert await house.value("select count(*) from access_token") == 0


async def test_a_token_dies_with_its_last_day(house: House) -> None:
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    made = await issued(ada, expiresInDays=1)
    assert made["expiresAt"] == "2030-01-02T10:00:00Z"
    await house.value("select set_config('alcuin.now', '2030-01-02 10:00:00+00', false)")

    assert (await used(house, made["token"])).status_code == 401
    assert (await ada.asks("GET", TOKENS)).json()["data"] == []


async def test_a_revoked_token_opens_nothing_from_its_next_request_on(house: House) -> None:
    ada = await house.guest(ADA)
    made, other = await issued(ada), await issued(ada)
    assert (await used(house, made["token"])).status_code == 200
    revoked = await ada.asks("DELETE", f"{TOKENS}/{made['id']}")
    again = await ada.asks("DELETE", f"{TOKENS}/{made['id']}")

    assert revoked.status_code == 200
    assert (again.status_code, again.json()["code"]) == (404, "token_not_found")
    assert (await used(house, made["token"])).status_code == 401
    assert (await used(house, other["token"])).status_code == 200


async def test_anothers_token_is_not_there(house: House) -> None:
    made = await issued(await house.guest(ADA))
    eve = await house.guest("eve@example.org")

    assert (await eve.asks("DELETE", f"{TOKENS}/{made['id']}")).status_code == 404
    assert (await eve.asks("GET", TOKENS)).json()["data"] == []
    assert (await used(house, made["token"])).status_code == 200


async def test_the_day_of_its_last_use_is_written_once_a_day(house: House) -> None:
    await at(house, "10:00:00")
    ada = await house.guest(ADA)
    made = await issued(ada)
    before = (await ada.asks("GET", TOKENS)).json()["data"][0]["lastUsedOn"]
    async with house.counted() as first:
        await used(house, made["token"])
    async with house.counted() as second:
        await used(house, made["token"])
    after = (await ada.asks("GET", TOKENS)).json()["data"][0]["lastUsedOn"]

    assert (before, after) == (None, "2030-01-01")
    assert sum("update access_token" in sql for sql in first) == 1
    assert not [sql for sql in second if "update access_token" in sql]


async def test_who_signed_in_pays_nothing_for_tokens(house: House) -> None:
    ada = await house.guest(ADA)
    async with house.counted() as sent:
        await ada.asks("GET", ME)

    assert not [sql for sql in sent if "access_token" in sql]


async def test_sessions_know_nothing_of_tokens(house: House) -> None:
    ada = await house.guest(ADA)
    made = await issued(ada)
    sessions = (await ada.asks("GET", "/api/auth/sessions")).json()["data"]
    by_id = await ada.asks("DELETE", f"/api/auth/sessions/{made['id']}")
    everywhere = await ada.asks("POST", "/api/auth/logout-all")

    assert made["id"] not in [session["id"] for session in sessions]
    assert by_id.status_code == 404
    assert everywhere.json()["data"] == {"ended": 1}
    assert (await used(house, made["token"])).status_code == 200


async def test_a_changed_password_leaves_tokens_and_a_reset_one_ends_them(house: House) -> None:
    ada = await house.guest(ADA)
    token = (await issued(ada))["token"]
    change = {"currentPassword": PASSWORD, "newPassword": "another harbour 18"}
    await ada.asks("POST", "/api/auth/change-password", json=change)
    assert (await used(house, token)).status_code == 200

    await house.post("forgot-password", email=ADA)
    await house.post("reset-password", token=await house.token(), newPassword="a third harbour 19")
    assert (await used(house, token)).status_code == 401


async def test_an_administrator_ends_tokens_with_the_sessions(house: House) -> None:
    admin = await house.guest("admin@example.org", Role.ADMIN)
    ada = await house.guest(ADA)
    token = (await issued(ada))["token"]
    ended = await admin.asks("DELETE", f"/api/users/{ada.id}/sessions")

    assert ended.json()["data"] == {"ended": 2}
    assert (await used(house, token)).status_code == 401


async def test_a12_the_suspended_are_out_by_token_too_and_stay_out(house: House) -> None:
    admin = await house.guest("admin@example.org", Role.ADMIN)
    ada = await house.guest(ADA)
    token = (await issued(ada))["token"]
    for suspended in (True, False):
        await admin.edits(f"/api/users/{ada.id}", {"suspended": suspended})
        assert (await used(house, token)).status_code == 401


async def test_nobody_has_more_than_fifty(house: House) -> None:
    ada = await house.guest(ADA)
    for _ in range(50):
        await issued(ada)
    answer = await ada.asks("POST", TOKENS, json=NEW)

    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_tokens")


async def test_making_and_revoking_are_audited_without_the_name(house: House) -> None:
    ada = await house.guest(ADA)
    made = await issued(ada, name="Zqname")
    await ada.asks("DELETE", f"{TOKENS}/{made['id']}")
    entries = await house.value(
        """
        select jsonb_agg(jsonb_build_array(action, actor_id, subject_id) order by id)
        from audit where action like 'access_token.%'
        """
    )

    assert entries == [
        ["access_token.issue", str(ada.id), made["id"]],
        ["access_token.revoke", str(ada.id), made["id"]],
    ]
    assert not await house.value("select bool_or(audit::text like '%Zqname%') from audit")


@pytest.mark.parametrize("text", ["alc_pat_", "alc_pat_" + "A" * 43, "xalc_pat_x", "alc_pat_\xff"])
async def test_what_only_looks_like_a_token_is_401(house: House, text: str) -> None:
    for scheme in (b"Bearer ", b"Basic ", b"Bearer", b""):
        header = {b"authorization": scheme + text.encode("latin-1")}
        assert (await house.client.get(ME, headers=header)).status_code == 401
