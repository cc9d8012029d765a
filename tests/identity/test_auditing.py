"""The audit as administrators read it: by who, whom, what, how and when, in pages."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from alcuin.kit.actor import Role, System
from alcuin.kit.audit import audit
from alcuin.kit.audit.chain import seal
from tests.identity.house import Guest, House

ROOT, ADA = "root@example.org", "ada@example.org"


@pytest.fixture
async def root(house: House) -> Guest:
    return await house.guest(ROOT, Role.ADMIN)


async def _found(root: Guest, query: str = "") -> list[Any]:  # Any: JSON
    answer = await root.asks("GET", f"/api/audit?limit=100&{query}")
    assert answer.status_code == 200, answer.text
    data: list[Any] = answer.json()["data"]
    return data


async def test_an_entry_tells_who_did_what_to_whom(house: House, root: Guest) -> None:
    ada = await house.guest(ADA)
    await root.edits(f"/api/users/{ada.id}", {"role": "INSTRUCTOR"})
    entry = (await _found(root))[0]

    assert entry | {"id": 0, "at": ""} == {
        "id": 0,
        "at": "",
        "action": "user.change_standing",
        "outcome": "done",
        "actorKind": "person",
        "actorId": str(root.id),
        "actorName": "Ada Lovelace",
        "subjectKind": "user",
        "subjectId": str(ada.id),
        "reason": None,
        "requestId": None,
        "facts": {"role": ["STUDENT", "INSTRUCTOR"], "suspended": [False, False]},
        "address": None,
        "userAgent": None,
        "position": None,
    }
    async with house.database.transaction() as conn:
        await seal(conn, whole=True)
    assert (await _found(root))[0]["position"] == entry["id"] - (await _found(root))[-1]["id"] + 1


async def test_refused_sign_ins_are_found_with_where_they_came_from(
    house: House, root: Guest
) -> None:
    ada = await house.user(ADA)
    await house.sign_in(ADA, "another guess 17", origin="192.0.2.9")
    (entry,) = await _found(root, f"subject={ada}&outcome=refused")
    assert (entry["action"], entry["address"]) == ("session.start", "192.0.2.9")
    assert entry["actorKind"] == "anonymous"


async def test_filters_narrow_each_other(house: House, root: Guest) -> None:
    ada = await house.guest(ADA)
    await root.edits(f"/api/users/{ada.id}", {"suspended": True})
    await house.sign_in(ADA)
    about_ada = await _found(root, f"subject={ada.id}")

    assert {entry["action"] for entry in about_ada} == {
        "user.create",
        "user.change_standing",
        "session.start",
    }
    by_root = await _found(root, f"actor={root.id}")
    assert [entry["action"] for entry in by_root] == ["user.change_standing"]
    assert await _found(root, f"actor={root.id}&action=user.create") == []
    created = await _found(root, "action=user.create")
    assert [entry["subjectId"] for entry in created] == [str(ada.id), str(root.id)]
    assert await _found(root, "subjectKind=course") == []
    assert await _found(root, f"subject={uuid4()}") == []
    assert await _found(root, f"subject={ada.id}&subjectKind=user") == about_ada


async def test_from_belongs_to_the_time_and_to_does_not(house: House, root: Guest) -> None:
    noon = datetime(2031, 5, 1, 12, tzinfo=UTC)
    for minutes in (0, 1, 2):
        moment = (noon + timedelta(minutes=minutes)).isoformat()
        await house.value("select set_config('alcuin.now', $1, false)", moment)
        async with house.database.transaction() as conn:
            await audit(conn, System("a test"), f"minute.{minutes}")
    await house.value("select set_config('alcuin.now', '', false)")
    start, end = (quote((noon + timedelta(minutes=each)).isoformat()) for each in (0, 2))
    found = await _found(root, f"from={start}&to={end}")

    assert [entry["action"] for entry in found] == ["minute.1", "minute.0"]
    narrowed = await _found(root, f"from={start}&to={end}&action=minute.1")
    assert [entry["action"] for entry in narrowed] == ["minute.1"]


async def test_an_end_before_the_start_is_refused_by_name(root: Guest) -> None:
    noon, four = quote("2031-05-01T12:00:00Z"), quote("2031-05-01T16:00:00+02:00")
    refused = await root.asks("GET", f"/api/audit?from={four}&to={noon}")

    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("?to", "order")
    assert await _found(root, f"from={noon}&to={noon}") == []


async def test_pages_and_cursors_lead_through_all_of_it(house: House, root: Guest) -> None:
    async with house.database.transaction() as conn:
        for number in range(7):
            await audit(conn, System("a test"), "page", facts={"number": number})
    path = "/api/audit?action=page&limit=3"
    first = (await root.asks("GET", path)).json()
    second = (await root.asks("GET", f"{path}&page=2")).json()
    by_cursor = (await root.asks("GET", f"{path}&cursor={first['pagination']['cursor']}")).json()

    assert [entry["facts"]["number"] for entry in first["data"]] == [6, 5, 4]
    assert first["pagination"]["total"] == 7
    assert second["data"] == by_cursor["data"]
    last = (await root.asks("GET", f"{path}&page=3")).json()
    assert "cursor" not in last["pagination"] or last["pagination"]["cursor"] is None
    assert [entry["facts"]["number"] for entry in last["data"]] == [0]


@pytest.mark.parametrize(
    "query",
    [
        "actor=ada",
        "outcome=perhaps",
        "from=yesterday",
        "from=1795390000",
        "to=0.5",
        "to=null",
        "from=2031-05-01T12:00:00",
        "who=ada",
    ],
)
async def test_what_is_no_filter_is_refused(root: Guest, query: str) -> None:
    assert (await root.asks("GET", f"/api/audit?{query}")).status_code == 422


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR])
async def test_only_administrators_read_it(house: House, role: Role) -> None:
    guest = await house.guest(ADA, role)
    assert (await guest.asks("GET", "/api/audit")).status_code == 403
