"""What is kept about oneself, as data: what was put in comes out, and nothing of anybody else."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import msgspec
import pytest

from alcuin.app import wiring
from alcuin.identity.actions.exporting import export
from alcuin.kit.actor import Person, Role
from alcuin.kit.db import Conn
from tests.conftest import SoloDatabase
from tests.matrix.campus import SETTINGS, Campus, Course, Visitor, address

PATH = "/api/auth/export"


@pytest.fixture
async def campus(rolled_back: SoloDatabase) -> AsyncIterator[Campus]:
    built = Campus(rolled_back)
    async with built.client:
        yield built


async def _exported(person: Visitor) -> Any:  # Any: JSON
    return (await person.does("POST", PATH))["parts"]


async def _studied(campus: Campus, learner: Visitor, teacher: Visitor) -> Course:
    course = await campus.course(teacher)
    await teacher.does("POST", f"/api/courses/{course.id}/publish", json={"note": "First"})
    await learner.does("POST", f"/api/courses/{course.id}/enroll")
    section = f"/api/progress/lessons/{course.lesson_id}/sections/{course.section_id}"
    await learner.does("POST", f"{section}/complete")
    return course


async def test_a_learner_gets_what_they_put_in(campus: Campus) -> None:
    ada = await campus.somebody("Ada")
    teacher = await campus.somebody("Teacher", Role.INSTRUCTOR)
    me = {"name": "Ada Lovelace", "timeZone": "Europe/Vienna", "metadata": {"shoe": 38}}
    await ada.does("PATCH", "/api/auth/me", json=me, headers={"if-match": "*"})
    await ada.does("POST", "/api/media", files={"file": ("notes.md", b"# Notes")})
    token = {"name": "A program", "scopes": ["read"], "expiresInDays": 3}
    await ada.does("POST", "/api/auth/tokens", json=token)
    await ada.does("POST", "/api/auth/change-email", json={"email": "ada@example.net"})
    course = await _studied(campus, ada, teacher)
    kept = await _exported(ada)

    profile = kept["account"]["profile"]
    assert {name: profile[name] for name in me} == me
    assert profile["email"] == address("Ada")
    assert [each["name"] for each in kept["account"]["tokens"]] == ["A program"]
    assert {each["kind"] for each in kept["account"]["sessions"]} == {"SIGN_IN", "TOKEN"}
    assert [each["newEmail"] for each in kept["account"]["emailChanges"]] == ["ada@example.net"]
    done = [(each["action"], each["byOneself"]) for each in kept["account"]["audit"]]
    assert ("access_token.issue", True) in done
    assert [each["name"] for each in kept["media"]["files"]] == ["notes.md"]
    assert [each["title"] for each in kept["enrollments"]["courses"]] == ["Stars"]
    assert [each["unitsDone"] for each in kept["progress"]["courses"]] == [1]
    assert [each["lessonId"] for each in kept["progress"]["lessons"]] == [course.lesson_id]
    assert [each["sectionId"] for each in kept["progress"]["sections"]] == [course.section_id]


async def test_a_teacher_gets_what_they_teach(campus: Campus) -> None:
    ada, teacher = (
        await campus.somebody("Ada"),
        await campus.somebody("Teacher", Role.INSTRUCTOR),
    )
    course = await _studied(campus, ada, teacher)
    kept = (await _exported(teacher))["teaching"]

    (taught,) = kept["courses"]
    assert (taught["id"], taught["role"], taught["madeIt"]) == (course.id, "OWNER", True)
    assert [(each["number"], each["note"]) for each in kept["releases"]] == [(1, "First")]


async def test_nothing_of_anybody_else_is_in_it(campus: Campus) -> None:
    ada = await campus.somebody("Ada")
    teacher = await campus.somebody("Teacher", Role.INSTRUCTOR)
    admin = await campus.somebody("Root", Role.ADMIN)
    await _studied(campus, ada, teacher)
    suspension = {"suspended": False}
    await admin.does("PATCH", f"/api/users/{ada.id}", json=suspension, headers={"if-match": "*"})
    text = (await ada.asks("POST", PATH)).text

    for other in (teacher, admin):
        assert str(other.id) not in text
    for name in ("Teacher", "Root", "password", "hash", "sealed"):
        assert address(name) not in text
        assert f'"{name}' not in text


async def test_every_room_that_keeps_something_has_a_part(campus: Campus) -> None:
    ada = await campus.somebody("Ada")
    kept = await _exported(ada)
    assert kept.keys() == {"account", *(room.name for room in wiring.PERSONAL)}
    assert len(kept) == len(wiring.PERSONAL) + 1


class Hoard:
    """A room that keeps more of somebody than is taken along."""

    name = "hoard"

    async def erase(self, _conn: Conn, _user_id: UUID) -> None: ...

    async def export(self, _conn: Conn, _user_id: UUID, most: int) -> Mapping[str, object]:
        return {"things": list(range(most)), "names": ["one"]}


async def test_a_list_that_was_cut_is_named(campus: Campus) -> None:
    ada = await campus.somebody("Ada")
    person = Person(ada.id, ada.session_id, Role.STUDENT, verified=True, time_zone="", language="")
    async with campus.database.transaction() as conn:
        kept = await export(conn, person, [Hoard()])
    assert kept.cut == ["hoard.things"]
    assert (await ada.does("POST", PATH))["cut"] == []


async def test_an_old_proof_is_not_enough(campus: Campus) -> None:
    ada = await campus.somebody("Ada")
    await campus.run("update session set proved_at = null")
    refused = await ada.asks("POST", PATH)
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_required")


async def test_who_took_what_along_is_audited(campus: Campus) -> None:
    ada = await campus.somebody("Ada")
    await ada.does("POST", PATH)
    entry = "select subject_id from audit where action = 'account.export' and actor_id = $1"
    assert await campus.value(entry, ada.id) == ada.id


async def test_an_export_is_made_five_times_an_hour(rolled_back: SoloDatabase) -> None:
    campus = Campus(rolled_back, settings=msgspec.structs.replace(SETTINGS, limits="on"))
    async with campus.client:
        ada = await campus.somebody("Ada")
        answers = [(await ada.asks("POST", PATH)).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
