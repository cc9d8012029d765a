"""Closing an account, coming back, and being erased. What is left of whom: `gauntlet`."""

import asyncio
from typing import Any
from uuid import uuid4

from alcuin.adapters.mail import FolderMail
from alcuin.identity.actions.erasing import erase_leaving
from alcuin.kit.actor import Role
from alcuin.kit.mail import Message
from tests.identity.house import PASSWORD, House
from tests.identity.phone import enrolled, halfway, shows

ADA, ROOT = "ada@example.org", "root@example.org"
ME = "/api/auth/me"


async def _closed(house: House) -> Any:  # Any: JSON
    """Let Ada come and go; gives what she was told."""
    ada = await house.guest(ADA)
    answer = await ada.asks("DELETE", ME)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def _later(house: House, interval: str) -> None:
    now = "select set_config('alcuin.now', (now() + $1::text::interval)::text, false)"
    await house.value(now, interval)


async def _erase(house: House) -> None:
    await erase_leaving(house.database, house.mail, ())


async def _letter(house: House) -> Message:
    await house.deliver()
    return house.mail.sent[-1]


async def _restored(house: House, token: str) -> int:
    return (await house.post("restore", token=token)).status_code


async def test_closing_signs_out_everywhere_at_once(house: House) -> None:
    phone = await house.guest(ADA)
    laptop = await house.signed_in(ADA)
    token = {"name": "x", "scopes": ["read"], "expiresInDays": 1}
    issued = await laptop.asks("POST", "/api/auth/tokens", json=token)
    program = {"authorization": f"Bearer {issued.json()['data']['token']}"}
    closed = await laptop.asks("DELETE", ME)

    assert closed.status_code == 200
    assert closed.json()["data"].keys() == {"closedAt", "erasesAt"}
    for guest in (phone, laptop):
        assert (await guest.asks("GET", ME)).status_code == 401
        assert (await house.post("refresh", refreshToken=guest.refresh)).status_code == 401
    assert (await house.client.get("/api/auth/sessions", headers=program)).status_code == 401


async def test_a_session_left_open_is_not_enough_to_close_an_account(house: House) -> None:
    ada = await house.guest(ADA)
    await house.value("update session set proved_at = null returning 1")
    refused = await ada.asks("DELETE", ME)

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_required")
    assert (await ada.asks("GET", ME)).status_code == 200


async def test_signing_in_within_14_days_offers_to_restore(house: House) -> None:
    closed = await _closed(house)
    await _later(house, "13 days 23 hours")
    refused = await house.sign_in(ADA)

    assert (refused.status_code, refused.json()["code"]) == (401, "account_closed")
    assert refused.json()["erasesAt"] == closed["erasesAt"]
    assert await _restored(house, refused.json()["restoreToken"]) == 200
    assert (await house.sign_in(ADA)).status_code == 200


async def test_a_wrong_password_is_not_told_that_the_account_is_closed(house: House) -> None:
    await _closed(house)
    refused = await house.sign_in(ADA, "another guess 17")
    assert refused.json()["code"] == "wrong_credentials"
    assert "restoreToken" not in refused.text


async def test_where_a_second_factor_is_on_the_offer_waits_for_its_code(house: House) -> None:
    ada = await house.guest(ADA)
    phone = await enrolled(house, ada)
    assert (await ada.asks("DELETE", ME)).status_code == 200
    token = await halfway(house, ADA)
    wrong = await shows(house, token, "000000")
    right = await shows(house, token, await phone.code(1))

    assert wrong.json()["code"] == "wrong_second_factor"
    assert right.json()["code"] == "account_closed"
    assert await _restored(house, right.json()["restoreToken"]) == 200


async def test_the_letter_restores_once_and_only_what_it_was_written_about(house: House) -> None:
    await _closed(house)
    letter = await _letter(house)
    token = (letter.link or "").rpartition("token=")[2]

    assert letter.to == ADA
    assert (letter.link or "").startswith("https://learn.example.org/restore?token=")
    assert await _restored(house, token) == 200
    assert await _restored(house, token) == 410
    await _later(house, "1 day")
    ada = await house.signed_in(ADA)
    await ada.asks("DELETE", ME)
    assert await _restored(house, token) == 410
    assert await _restored(house, "any") == 410


async def test_tokens_for_something_else_restore_nothing(house: House) -> None:
    ada = await house.guest(ADA)
    await ada.asks("DELETE", ME)
    for token in (ada.access, ada.refresh, ada.device):
        assert await _restored(house, token) == 410


async def test_after_14_days_nobody_is_there_any_more(house: House) -> None:
    await _closed(house)
    token = (await house.sign_in(ADA)).json()["restoreToken"]
    await _later(house, "13 days 23 hours")
    await _erase(house)
    assert await house.value("select email from app_user") == ADA
    await _later(house, "14 days 1 minute")
    await _erase(house)
    row = await house.value("select to_jsonb(u) from app_user u")

    assert (row["name"], row["email"], row["role"]) == ("former member", "former-member", "STUDENT")
    assert (row["metadata"], row["time_zone"], row["password_hash"]) == ({}, "UTC", "")
    assert await _restored(house, token) == 410
    assert (await house.sign_in(ADA)).json()["code"] == "wrong_credentials"
    for typed in ("former-member", f"former-member:{row['id']}"):
        assert (await house.sign_in(typed)).json()["code"] == "wrong_credentials"
    for table in ("session", "refresh_token", "one_time_token", "sign_in", "email_change"):
        sql = f"select count(*) from {table}"  # noqa: S608  a name of the list above
        assert await house.value(sql) == 0, table


async def test_erasing_twice_is_once_and_the_address_is_free_again(house: House) -> None:
    await _closed(house)
    await _later(house, "15 days")
    await _erase(house)
    await _erase(house)
    await house.user(ADA)

    assert (await house.sign_in(ADA)).status_code == 200
    count = "select count(*) from audit where action = 'account.erase'"
    assert await house.value(count) == 1


async def test_several_are_erased_and_one_who_came_back_is_not(house: House) -> None:
    for name in ("a", "b", "c"):
        guest = await house.guest(f"{name}@example.org")
        await guest.asks("DELETE", ME)
    offered = (await house.sign_in("b@example.org")).json()["restoreToken"]
    await _restored(house, offered)
    await _later(house, "15 days")
    await _erase(house)

    left = await house.value("select array_agg(email order by id) from app_user")
    assert left == ["former-member", "b@example.org", "former-member"]


async def test_two_workers_at_once_erase_everybody_once(busy_house: House) -> None:
    for number in range(6):
        guest = await busy_house.guest(f"p{number}@example.org")
        await guest.asks("DELETE", ME)
    await busy_house.value("update app_user set closed_at = now() - interval '15 days' returning 1")
    await asyncio.gather(_erase(busy_house), _erase(busy_house))

    erased = "select count(*) from app_user where erased_at is not null"
    entries = "select count(*) from audit where action = 'account.erase'"
    assert (await busy_house.value(erased), await busy_house.value(entries)) == (6, 6)


async def test_closing_and_signing_in_at_once_leave_no_session(busy_house: House) -> None:
    ada = await busy_house.guest(ADA)
    await asyncio.gather(ada.asks("DELETE", ME), *(busy_house.sign_in(ADA) for _ in range(5)))
    assert await busy_house.value("select count(*) from live_session") == 0


async def test_the_last_administrator_stays(house: House) -> None:
    root = await house.guest(ROOT, Role.ADMIN)
    refused = await root.asks("DELETE", ME)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    await house.user("second@example.org", Role.ADMIN)
    assert (await root.asks("DELETE", ME)).status_code == 200
    second = await house.signed_in("second@example.org")
    assert (await second.asks("DELETE", ME)).json()["code"] == "last_administrator"


async def test_of_two_administrators_who_go_at_once_one_stays(busy_house: House) -> None:
    guests = [await busy_house.guest(f"{n}@example.org", Role.ADMIN) for n in ("a", "b")]
    answers = await asyncio.gather(*(guest.asks("DELETE", ME) for guest in guests))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_an_administrator_closes_and_restores_an_account(house: House) -> None:
    root, ada = await house.guest(ROOT, Role.ADMIN), await house.guest(ADA)
    path = f"/api/users/{ada.id}"
    closed = await root.asks("DELETE", path)
    again = await root.asks("DELETE", path)

    assert closed.json()["data"] == again.json()["data"]
    assert (await ada.asks("GET", ME)).status_code == 401
    assert (await root.asks("GET", path)).json()["data"]["closedAt"]
    restored = await root.asks("POST", f"{path}/restore")
    assert restored.json()["data"]["closedAt"] is None
    assert (await root.asks("POST", f"{path}/restore")).json()["code"] == "account_not_closed"
    assert (await house.sign_in(ADA)).status_code == 200
    for method, where in (("DELETE", ""), ("POST", "/restore")):
        unknown = await root.asks(method, f"/api/users/{uuid4()}{where}")
        assert unknown.json()["code"] == "user_not_found"


async def test_the_suspended_do_not_come_back_by_signing_in(house: House) -> None:
    root, ada = await house.guest(ROOT, Role.ADMIN), await house.guest(ADA)
    path = f"/api/users/{ada.id}"
    await root.asks("DELETE", path)
    await root.edits(path, {"suspended": True})
    refused = await house.sign_in(ADA)
    assert refused.json()["code"] == "suspended"
    assert "restoreToken" not in refused.text


async def test_a_former_member_is_read_by_id_and_neither_found_nor_changed(house: House) -> None:
    root = await house.guest(ROOT, Role.ADMIN)
    ada = await house.guest(ADA)
    await ada.asks("DELETE", ME)
    await _later(house, "15 days")
    await _erase(house)
    root = await house.signed_in(ROOT)
    path = f"/api/users/{ada.id}"

    assert (await root.asks("GET", path)).json()["data"]["name"] == "former member"
    found = (await root.asks("GET", "/api/users?search=former")).json()
    assert (found["data"], found["pagination"]["total"]) == ([], 0)
    for answer in (
        await root.edits(path, {"role": "ADMIN"}),
        await root.asks("DELETE", path),
        await root.asks("POST", f"{path}/restore"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "user_not_found")


async def test_closing_and_coming_back_are_audited(house: House) -> None:
    await _closed(house)
    await _restored(house, (await house.sign_in(ADA)).json()["restoreToken"])
    told = await house.value(
        "select array_agg(action order by id) from audit where action like 'account.%'"
    )
    assert told == ["account.close", "account.restore"]


async def test_a_forgotten_password_can_be_replaced_to_come_back(house: House) -> None:
    await _closed(house)
    await house.post("forgot-password", email=ADA)
    token = await house.token()
    await house.post("reset-password", token=token, newPassword="another harbour 18")
    assert (await house.sign_in(ADA, PASSWORD)).json()["code"] == "wrong_credentials"
    assert (await house.sign_in(ADA, "another harbour 18")).json()["code"] == "account_closed"


async def test_letters_in_the_folder_go_with_their_addressee(tmp_path: Any) -> None:  # Any: a path
    mail = FolderMail(tmp_path, "Alcuin <alcuin@example.com>")
    for to in (ADA, "Bob <bob@example.org>", ADA.upper()):
        await mail.send(Message(to=to, subject="s", text="t", html="h"))
    await mail.forget([ADA])
    (left,) = tmp_path.glob("*.eml")
    assert b"bob@example.org" in left.read_bytes()
