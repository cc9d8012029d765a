"""Becoming a user."""

import unicodedata

import pytest

from alcuin.identity import issue_first_administrator_link
from alcuin.kit.actor import Role
from tests.identity.house import PASSWORD, PUBLIC_URL, House

JOINED = "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"  # Persian, with a joiner
ADA = {"email": "ada@example.org", "name": "Ada Lovelace", "password": PASSWORD}


async def test_a_new_person_may_sign_in_and_confirms_the_address_by_letter(house: House) -> None:
    answer = await house.post("register", **ADA, timeZone="Europe/Vienna")
    token = await house.token()
    ada = await house.signed_in("ada@example.org")
    before = (await ada.asks("GET", "/api/auth/me")).json()["data"]
    confirmed = await house.post("verify-email", token=token)
    after = (await ada.asks("GET", "/api/auth/me")).json()["data"]

    assert answer.status_code == 202
    assert house.mail.sent[0].subject == "Confirm your address"
    assert before["role"] == "STUDENT"
    assert before["timeZone"] == "Europe/Vienna"
    assert before["emailVerifiedAt"] is None
    assert confirmed.status_code == 200
    assert after["emailVerifiedAt"] is not None


async def test_a_link_confirms_once(house: House) -> None:
    await house.post("register", **ADA)
    token = await house.token()
    first = await house.post("verify-email", token=token)
    second = await house.post("verify-email", token=token)
    unknown = await house.post("verify-email", token="never-ours")

    assert first.status_code == 200
    assert second.status_code == unknown.status_code == 410
    assert second.json()["code"] == "link_spent"


async def test_f6_registering_a_known_address_looks_and_costs_the_same(house: House) -> None:
    async with house.counted() as first_statements:
        first = await house.post("register", **ADA)
    hashed_first = house.hasher.hashed
    async with house.counted() as second_statements:
        second = await house.post("register", **(ADA | {"password": "another good one"}))
    await house.deliver()

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first_statements == second_statements
    assert house.hasher.hashed == 2 * hashed_first == 2
    assert [letter.subject for letter in house.mail.sent] == [
        "Confirm your address",
        "You have an account already",
    ]
    await house.signed_in("ada@example.org")  # with the first password


async def test_who_owns_the_address_takes_over_what_somebody_else_registered(house: House) -> None:
    await house.post("register", **ADA)
    thief = await house.signed_in("ada@example.org")
    await house.deliver()
    await house.post("register", **(ADA | {"password": "the owner's own"}))
    reset = await house.post(
        "reset-password", token=await house.token(), newPassword="the owner's own"
    )

    assert reset.status_code == 200
    assert (await thief.asks("GET", "/api/auth/me")).status_code == 401
    assert (await house.sign_in("ada@example.org")).status_code == 401
    owner = await house.signed_in("ada@example.org", "the owner's own")
    assert (await owner.asks("GET", "/api/auth/me")).json()["data"]["emailVerifiedAt"]


@pytest.mark.parametrize(
    "twin", ["ADA@Example.ORG", "\uff41da@example.org", " ada@example.org ", "ada@EXAMPLE.org"]
)
async def test_twins_of_an_address_are_one_person(house: House, twin: str) -> None:
    await house.post("register", **ADA)
    answer = await house.post("register", **(ADA | {"email": twin}))

    assert answer.status_code == 202
    assert await house.value("select count(*) from app_user") == 1


async def test_a_domain_is_the_same_in_both_its_spellings(house: House) -> None:
    await house.post("register", **(ADA | {"email": "ada@bücher.example"}))
    await house.post("register", **(ADA | {"email": "ada@xn--bcher-kva.example"}))

    assert await house.value("select count(*) from app_user") == 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "a b@example.org",
        "ada@example.org\r\nBcc: x@y.z",
        "ada@exa mple.org",
        "ada\u200b@example.org",
        "ada@.example",
        "a@b@example.org",
        "a\uff20b@example.org",  # a wide @
        "\ufdfa" * 60 + "@example.org",  # each becomes 18 letters
        "ada@-example.org",
    ],
)
async def test_what_is_no_address_is_refused(house: House, email: str) -> None:
    answer = await house.post("register", **(ADA | {"email": email}))

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/email"]


async def test_every_flaw_is_told_at_once(house: House) -> None:
    flawed = {"email": "ada", "name": "\u202eeve", "password": "short", "timeZone": "Mars/Base"}
    answer = await house.post("register", **flawed, language="?")

    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/email",
        "/name",
        "/password",
        "/timeZone",
        "/language",
    }


@pytest.mark.parametrize("name", ["\u202eadmin", "a\u0000b", "  ", "x\u2066y", "line\nbreak"])
async def test_d14_names_that_show_other_than_they_are_are_refused(house: House, name: str) -> None:
    assert (await house.post("register", **(ADA | {"name": name}))).status_code == 422


async def test_d14_names_are_normalized_and_joiners_stay(house: House) -> None:
    name = unicodedata.normalize("NFD", "Zoë  Müller") + f" {JOINED}"
    await house.post("register", **(ADA | {"name": name}))

    stored = await house.value("select name from app_user")
    assert stored == f"Zoë Müller {JOINED}"


@pytest.mark.parametrize(
    "password", ["correct horse battery staple " * 3, "пароль-длинный-как-зима", "ﬁne ﬁsh ﬁlet ①"]
)
async def test_f16_long_and_unicode_passwords_are_fine(house: House, password: str) -> None:
    await house.post("register", **(ADA | {"password": password}))
    await house.signed_in("ada@example.org", unicodedata.normalize("NFKC", password))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("seven77", "password_length"),
        ("Password1", "password_common"),
        ("football1", "password_common"),
        ("lovelace of course", "password_telling"),
        ("ADALOVELACE", "password_telling"),
    ],
)
async def test_f16_what_others_would_guess_first_is_refused(
    house: House, password: str, code: str
) -> None:
    answer = await house.post("register", **(ADA | {"password": password}))

    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == [code]


async def test_f16_a_megabyte_of_password_is_not_even_read(house: House) -> None:
    answer = await house.post("register", **(ADA | {"password": "x" * 1_000_000}))

    assert answer.status_code == 413
    assert house.hasher.hashed == 0


async def test_i4_an_address_gets_five_letters_an_hour_whoever_asks(house: House) -> None:
    known = [await house.post("register", **ADA) for _ in range(6)]
    unknown = [await house.post("forgot-password", email="eve@example.org") for _ in range(6)]
    await house.deliver()

    for answers in (known, unknown):
        assert [answer.status_code for answer in answers] == [202] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) > 0
    assert len(house.mail.sent) == 5


async def test_b1_nobody_registers_with_a_role(house: House) -> None:
    answer = await house.post("register", **ADA, role="ADMIN", emailVerified=True)

    assert answer.status_code == 422
    assert await house.value("select count(*) from app_user") == 0


async def test_the_first_administrator_comes_by_a_link_that_works_once(house: House) -> None:
    async with house.database.transaction() as conn:
        older = await issue_first_administrator_link(conn, house.signer, PUBLIC_URL)
        newer = await issue_first_administrator_link(conn, house.signer, PUBLIC_URL)
    assert older
    assert newer
    old, new = older.partition("token=")[2], newer.partition("token=")[2]

    assert (await house.post("first-administrator", **ADA, token=old)).status_code == 410
    made = await house.post("first-administrator", **ADA, token=new)
    again = await house.post("first-administrator", **(ADA | {"email": "e@e.org"}), token=new)
    async with house.database.transaction() as conn:
        assert await issue_first_administrator_link(conn, house.signer, PUBLIC_URL) is None

    assert made.status_code == 201
    assert made.json()["data"]["role"] == Role.ADMIN
    assert again.status_code == 410
    admin = await house.signed_in("ada@example.org")
    assert (await admin.asks("GET", "/api/users")).status_code == 200
