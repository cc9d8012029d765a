"""Notices as their person sees, reads, deletes and chooses them."""

import uuid
from typing import Any

import pytest

from alcuin.kit.db import Conn
from alcuin.kit.events import Event, record
from tests.notifications.house import House
from tests.progress.classroom import Member


async def told(house: House, member: Member, count: int) -> None:
    """So many achievements, numbered from 1."""
    async with house.database.transaction() as conn:
        for points in range(1, count + 1):
            data: dict[str, object] = {"achievement": "COURSE_MILESTONE_5", "points": points}
            await record(conn, Event(kind="AchievementUnlocked", user_id=member.id, data=data))
    await house.digest()


async def test_notices_come_in_pages_newest_first_and_by_cursor(house: House, ada: Member) -> None:
    await told(house, ada, 5)
    first = await house.inbox(ada, "?limit=2")
    assert [each["number"] for each in first["data"]] == [5, 4]
    assert first["pagination"]["total"] == 5
    assert first["unreadCount"] == 5
    cursor = first["pagination"]["cursor"]
    second = await house.inbox(ada, f"?limit=2&cursor={cursor}")
    assert [each["number"] for each in second["data"]] == [3, 2]
    assert [each["number"] for each in (await house.inbox(ada, "?limit=2&page=3"))["data"]] == [1]
    refused = await house.asks(ada, "GET", f"?unread=true&cursor={cursor}")
    assert refused.status_code == 422


async def test_reading_one_and_all_lowers_what_is_unread(house: House, ada: Member) -> None:
    await told(house, ada, 3)
    newest = (await house.inbox(ada))["data"][0]
    for _ in range(2):
        read = await house.asks(ada, "POST", f"/{newest['id']}/read")
        assert read.status_code == 200
        assert read.json()["data"]["readAt"]
    unread = await house.inbox(ada, "?unread=true")
    assert [each["number"] for each in unread["data"]] == [2, 1]
    assert (unread["pagination"]["total"], unread["unreadCount"]) == (2, 2)
    for count in (2, 0):
        answer = await house.asks(ada, "POST", "/read-all")
        assert answer.json()["data"] == {"read": count}
    after = await house.inbox(ada)
    assert after["unreadCount"] == 0
    assert len(after["data"]) == 3


async def test_a_deleted_notice_is_gone_and_does_not_come_back(house: House, ada: Member) -> None:
    await told(house, ada, 2)
    newest = (await house.inbox(ada))["data"][0]
    assert (await house.asks(ada, "DELETE", f"/{newest['id']}")).status_code == 200
    assert (await house.asks(ada, "DELETE", f"/{newest['id']}")).status_code == 404
    await house.room.value("with d as (delete from reaction_done returning 1) select 1")
    await house.digest()
    after = await house.inbox(ada)
    assert [each["number"] for each in after["data"]] == [1]
    assert after["unreadCount"] == 1


@pytest.mark.parametrize(("method", "end"), [("POST", "/read"), ("DELETE", "")])
async def test_a1_anothers_notice_is_not_there(
    house: House, ada: Member, method: str, end: str
) -> None:
    await told(house, ada, 1)
    bea = await house.room.somebody("Bea")
    (notice,) = (await house.inbox(ada))["data"]
    for notice_id in (notice["id"], uuid.uuid4()):
        refused = await house.asks(bea, method, f"/{notice_id}{end}")
        assert (refused.status_code, refused.json()["code"]) == (404, "notice_not_found")
    assert (await house.inbox(ada))["unreadCount"] == 1


async def test_many_unread_notices_are_a_hundred(house: House, ada: Member) -> None:
    await told(house, ada, 105)
    shown = await house.inbox(ada)
    assert shown["unreadCount"] == shown["pagination"]["total"] == 100
    assert shown["pagination"]["totalIsLowerBound"]


async def test_notices_speak_the_language_of_their_reader(
    house: House, ada: Member, conn: Conn
) -> None:
    await told(house, ada, 1)
    for language, text in (("de-AT", "Auszeichnung erreicht"), ("tlh", "Achievement unlocked")):
        await conn.raw.execute("update app_user set language = $1 where id = $2", language, ada.id)
        assert (await house.texts(ada))[0].startswith(text)


async def choose(house: House, member: Member, *edits: Any) -> Any:
    body = {"preferences": list(edits)}
    return await house.asks(member, "PATCH", "/preferences", json=body)


async def test_preferences_begin_as_usual_and_keep_what_is_chosen(
    house: House, ada: Member
) -> None:
    before = (await house.asks(ada, "GET", "/preferences")).json()["data"]["preferences"]
    assert [each["kind"] for each in before if each["mail"]] == ["COURSE_COMPLETED", "NEW_DEVICE"]
    assert all(each["inApp"] for each in before)
    await choose(house, ada, {"kind": "ENROLLED", "mail": True})
    answer = await choose(house, ada, {"kind": "ENROLLED", "inApp": False})
    after = answer.json()["data"]["preferences"]
    assert after[0] == {"kind": "ENROLLED", "inApp": False, "mail": True}
    assert after[1:] == before[1:]


async def test_what_nobody_wants_is_not_written_and_mail_alone_is_not_shown(
    house: House, ada: Member
) -> None:
    await choose(house, ada, {"kind": "ENROLLED", "inApp": False})
    quiet = await house.room.course({"A": ["a"]})
    await ada.enrolls(quiet)
    await house.digest()
    assert await house.room.value("select count(*)::int from notice") == 0
    await choose(house, ada, {"kind": "ENROLLED", "mail": True})
    await ada.enrolls(await house.room.course({"B": ["b"]}, title="Greek"))
    await house.digest()
    assert await house.texts(ada) == []
    assert (await house.inbox(ada))["unreadCount"] == 0
    assert [letter.subject for letter in house.mail.sent] == ["You are enrolled in “Greek”"]


@pytest.mark.parametrize(
    ("edits", "pointer"),
    [
        ([{"kind": "NEW_DEVICE", "mail": False}], "/preferences/0/mail"),
        ([{"kind": "ENROLLED"}, {"kind": "ENROLLED"}], "/preferences/1/kind"),
        ([{"kind": "SPAM", "mail": True}], "/preferences/0/kind"),
        ([{"kind": "ENROLLED", "phone": True}], "/preferences/0/phone"),
    ],
)
async def test_impossible_preferences_are_refused_and_security_is_always_mailed(
    house: House, ada: Member, edits: list[Any], pointer: str
) -> None:
    refused = await choose(house, ada, *edits)
    assert refused.status_code == 422
    assert pointer in refused.text
