"""New passwords."""

import asyncio

from tests.identity.house import PASSWORD, PUBLIC_URL, House

ADA = "ada@example.org"
ME = "/api/auth/me"
NEW = "another harbour 18"


async def test_f4_a_changed_password_ends_all_other_sessions(house: House) -> None:
    await house.user(ADA)
    laptop, phone = await house.signed_in(ADA), await house.signed_in(ADA)
    body = {"currentPassword": PASSWORD, "newPassword": NEW}
    changed = await laptop.asks("POST", "/api/auth/change-password", json=body)

    assert changed.status_code == 200
    assert (await laptop.asks("GET", ME)).status_code == 200
    assert (await phone.asks("GET", ME)).status_code == 401
    assert (await house.post("refresh", refreshToken=phone.refresh)).status_code == 401
    assert (await house.sign_in(ADA)).status_code == 401
    assert (await house.sign_in(ADA, NEW)).status_code == 200


async def test_a_session_left_open_is_not_enough_to_change_the_password(house: House) -> None:
    ada = await house.guest(ADA)
    body = {"currentPassword": "a guess", "newPassword": NEW}
    answers = [await ada.asks("POST", "/api/auth/change-password", json=body) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert answers[0].json()["code"] == "wrong_password"
    assert (await house.sign_in(ADA)).status_code == 200


async def test_a_common_new_password_is_refused_before_the_old_one_is_looked_at(
    house: House,
) -> None:
    ada = await house.guest(ADA)
    body = {"currentPassword": PASSWORD, "newPassword": "password1"}
    answers = [await ada.asks("POST", "/api/auth/change-password", json=body) for _ in range(6)]
    refused = answers[-1]

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/newPassword"
    assert "30,000" in refused.json()["errors"][0]["message"]


async def test_of_two_changes_at_once_one_holds(busy_house: House) -> None:
    ada = await busy_house.guest(ADA)
    answers = await asyncio.gather(
        *(
            ada.asks(
                "POST",
                "/api/auth/change-password",
                json={"currentPassword": PASSWORD, "newPassword": f"{NEW} {number}"},
            )
            for number in range(3)
        )
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {403, 409}


async def test_f7_a_reset_link_works_once_and_ends_every_session(house: House) -> None:
    ada = await house.guest(ADA)
    asked = await house.post("forgot-password", email=ADA)
    token = await house.token()
    reset = await house.post("reset-password", token=token, newPassword=NEW)
    reused = await house.post("reset-password", token=token, newPassword="yet another 19")

    assert asked.status_code == 202
    assert reset.status_code == 200
    assert reused.status_code == 410
    assert (await ada.asks("GET", ME)).status_code == 401
    assert (await house.sign_in(ADA, NEW)).status_code == 200


async def test_f7_a_link_dies_with_its_hour_and_with_the_use_of_another(house: House) -> None:
    await house.user(ADA)
    await house.post("forgot-password", email=ADA)
    first = await house.token()
    await house.post("forgot-password", email=ADA)
    second = await house.token()
    await house.value("select set_config('alcuin.now', (now() + '61 min')::text, false)")
    old = await house.post("reset-password", token=second, newPassword=NEW)
    await house.value("select set_config('alcuin.now', (now() + '59 min')::text, false)")
    good = await house.post("reset-password", token=second, newPassword=NEW)
    sibling = await house.post("reset-password", token=first, newPassword=NEW)

    assert (old.status_code, good.status_code, sibling.status_code) == (410, 200, 410)


async def test_f7_the_link_leads_to_the_configured_host_whatever_a_request_says(
    house: House,
) -> None:
    await house.user(ADA)
    forged = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    await house.client.post("/api/auth/forgot-password", json={"email": ADA}, headers=forged)
    await house.client.post(
        "/api/auth/forgot-password", json={"email": ADA}, headers={"host": "evil.example"}
    )
    await house.deliver()

    assert house.mail.sent
    for letter in house.mail.sent:
        assert (letter.link or "").startswith(f"{PUBLIC_URL}/reset-password?token=")
        assert "evil" not in letter.text + letter.html


async def test_a_token_opens_only_what_it_was_made_for(house: House) -> None:
    await house.post("register", email=ADA, name="Ada Lovelace", password=PASSWORD)
    confirming = await house.token()
    answer = await house.post("reset-password", token=confirming, newPassword=NEW)

    assert answer.status_code == 410


async def test_f6_asking_for_a_reset_looks_and_costs_the_same_for_strangers(house: House) -> None:
    await house.user(ADA)
    async with house.counted() as known_statements:
        known = await house.post("forgot-password", email=ADA)
    async with house.counted() as unknown_statements:
        unknown = await house.post("forgot-password", email="nobody@example.org")
    await house.deliver()

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known_statements == unknown_statements
    assert [letter.to for letter in house.mail.sent] == [ADA]


async def test_a_weak_new_password_leaves_the_link_good(house: House) -> None:
    await house.user(ADA)
    await house.post("forgot-password", email=ADA)
    token = await house.token()

    assert (
        await house.post("reset-password", token=token, newPassword="12345678")
    ).status_code == 422
    assert (await house.post("reset-password", token=token, newPassword=NEW)).status_code == 200
