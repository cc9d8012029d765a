"""What administrators do with other people's accounts."""

import asyncio
from uuid import uuid4

import pytest

from alcuin.identity import StandingEdit, change_standing, hold_user_by_email
from alcuin.kit.actor import Role, System
from tests.identity.house import House

ROOT = "root@example.org"


async def test_an_administrator_finds_people_by_parts_of_name_or_address(house: House) -> None:
    admin = await house.guest(ROOT, Role.ADMIN)
    await house.user("grace@example.org", name="Grace Hopper")
    await house.user("ada@example.org", name="Ada 100%_Lovelace")

    async def found(search: str) -> list[str]:
        answer = await admin.asks("GET", "/api/users", params={"search": search})
        return [user["email"] for user in answer.json()["data"]]

    assert await found("HOPP") == ["grace@example.org"]
    assert await found("ada@") == ["ada@example.org"]
    assert await found("100%_") == ["ada@example.org"]
    assert await found("%") == ["ada@example.org"]
    assert await found("example.org") == ["ada@example.org", "grace@example.org", ROOT]


async def test_people_come_in_pages_newest_first(house: House) -> None:
    admin = await house.guest(ROOT, Role.ADMIN)
    for number in range(5):
        await house.user(f"p{number}@example.org")
    first = (await admin.asks("GET", "/api/users?limit=4")).json()
    by_page = (await admin.asks("GET", "/api/users?limit=4&page=2")).json()
    cursor = first["pagination"]["cursor"]
    by_cursor = (
        await admin.asks("GET", "/api/users", params={"limit": 4, "cursor": cursor})
    ).json()

    assert first["pagination"] | {"cursor": ""} == {
        "page": 1,
        "limit": 4,
        "total": 6,
        "pages": 2,
        "cursor": "",
    }
    assert [user["email"] for user in first["data"]] == [f"p{n}@example.org" for n in (4, 3, 2, 1)]
    assert [user["email"] for user in by_page["data"]] == ["p0@example.org", ROOT]
    assert by_cursor["data"] == by_page["data"]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR])
async def test_only_administrators_do(house: House, role: Role) -> None:
    guest = await house.guest("ada@example.org", role)
    path = f"/api/users/{guest.id}"
    answers = [
        await guest.asks("GET", "/api/users"),
        await guest.asks("GET", path),
        await guest.edits(path, {"role": "ADMIN"}),
        await guest.asks("DELETE", f"{path}/sessions"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


async def test_a_new_role_holds_with_the_next_request(house: House) -> None:
    admin, ada = await house.guest(ROOT, Role.ADMIN), await house.guest("ada@example.org")
    assert (await ada.asks("GET", "/api/users")).status_code == 403
    await admin.edits(f"/api/users/{ada.id}", {"role": "admin"})
    assert (await ada.asks("GET", "/api/users")).status_code == 200
    await admin.edits(f"/api/users/{ada.id}", {"role": "STUDENT"})
    assert (await ada.asks("GET", "/api/users")).status_code == 403


async def test_the_last_administrator_stays_one(house: House) -> None:
    admin = await house.guest(ROOT, Role.ADMIN)
    own = f"/api/users/{admin.id}"

    for edit in ({"role": "STUDENT"}, {"suspended": True}):
        refused = await admin.edits(own, edit)
        assert refused.status_code == 409
        assert refused.json()["code"] == "last_administrator"
    await house.user("second@example.org", Role.ADMIN)
    assert (await admin.edits(own, {"role": "STUDENT"})).status_code == 200


async def test_two_administrators_cannot_demote_each_other_at_once(busy_house: House) -> None:
    one = await busy_house.guest(ROOT, Role.ADMIN)
    two = await busy_house.guest("second@example.org", Role.ADMIN)
    answers = await asyncio.gather(
        one.edits(f"/api/users/{two.id}", {"role": "STUDENT"}),
        two.edits(f"/api/users/{one.id}", {"role": "STUDENT"}),
    )

    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
    assert await busy_house.value("select count(*) from app_user where role = 'ADMIN'") == 1


async def test_an_administrator_ends_all_sessions_of_a_person(house: House) -> None:
    admin, ada = await house.guest(ROOT, Role.ADMIN), await house.guest("ada@example.org")
    ended = await admin.asks("DELETE", f"/api/users/{ada.id}/sessions")
    unknown = await admin.asks("DELETE", f"/api/users/{uuid4()}/sessions")

    assert ended.json()["data"] == {"ended": 1}
    assert unknown.status_code == 404
    assert (await ada.asks("GET", "/api/auth/me")).status_code == 401


async def test_changes_of_standing_are_audited(house: House) -> None:
    admin, ada = await house.guest(ROOT, Role.ADMIN), await house.guest("ada@example.org")
    await admin.edits(f"/api/users/{ada.id}", {"role": "INSTRUCTOR"})

    entry = await house.value(
        "select jsonb_build_array(actor_id, subject_id, facts) from audit "
        "where action = 'user.change_standing'"
    )
    assert entry == [
        str(admin.id),
        str(ada.id),
        {"role": ["STUDENT", "INSTRUCTOR"], "suspended": [False, False]},
    ]


async def test_a_command_changes_standing_by_address(house: House) -> None:
    await house.user("ada@example.org")
    async with house.database.transaction() as conn:
        command = System("alcuin users set-role")
        ada = await hold_user_by_email(conn, command, "ADA@example.org")
        ada = await change_standing(conn, command, ada, StandingEdit(role=Role.INSTRUCTOR))

    assert ada.role is Role.INSTRUCTOR
    assert await house.value("select reason from audit order by id desc limit 1") == command.reason
