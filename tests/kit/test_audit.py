"""The audit says who did what, keeps the personal part apart, and cannot be rewritten."""

from uuid import UUID

import asyncpg
import pytest

from alcuin.kit.actor import Anonymous, Person, Role, System
from alcuin.kit.audit import Outcome, audit
from alcuin.kit.db import Conn, Database

ADMIN = Person(UUID(int=1), UUID(int=2), Role.ADMIN, True, "UTC", "en")
COURSE = UUID(int=3)


async def test_an_entry_says_who_did_what_to_what(conn: Conn) -> None:
    await audit(
        conn,
        ADMIN,
        "course.archive",
        subject_kind="course",
        subject_id=COURSE,
        facts={"release": 4},
        request_id="r1",
        address="192.0.2.7",
        user_agent="a browser",
    )
    row = await conn.raw.fetchrow("select * from audit join audit_personal on audit_id = id")
    assert row is not None
    assert (row["actor_kind"], row["actor_id"], row["reason"]) == ("person", UUID(int=1), None)
    assert (row["action"], row["outcome"], row["request_id"]) == ("course.archive", "done", "r1")
    assert (row["subject_kind"], row["subject_id"]) == ("course", COURSE)
    assert row["facts"] == {"release": 4}
    assert (row["address"], row["user_agent"]) == ("192.0.2.7", "a browser")


async def test_the_system_gives_its_reason_and_leaves_no_personal_row(conn: Conn) -> None:
    await audit(conn, System("trash older than 30 days"), "course.purge")
    row = await conn.raw.fetchrow("select * from audit")
    assert row is not None
    assert (row["actor_kind"], row["actor_id"]) == ("system", None)
    assert row["reason"] == "trash older than 30 days"
    assert await conn.value(int, "select count(*) from audit_personal") == 0


async def test_a_flood_of_refusals_is_cut_and_others_are_not(conn: Conn) -> None:
    for _ in range(40):
        await audit(conn, Anonymous(), "sign_in", Outcome.REFUSED, address="192.0.2.7")
    await audit(conn, Anonymous(), "sign_in", Outcome.REFUSED, address="192.0.2.8")
    await audit(conn, ADMIN, "user.suspend", Outcome.REFUSED, address="192.0.2.7")
    await audit(conn, Anonymous(), "sign_in", address="192.0.2.7")
    rows = await conn.raw.fetch("select action, outcome from audit")
    assert sum(row["action"] == "sign_in" for row in rows) == 30 + 1 + 1
    assert sum(row["action"] == "user.suspend" for row in rows) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set action = 'nothing'",
        "delete from audit",
        "truncate audit cascade",
        "update audit_personal set address = null",
        "update alembic_version set version_num = '0'",
        "create table mine (i int)",
        "alter table audit disable trigger all",
        "drop table event",
    ],
)
async def test_the_application_may_not(database: Database, statement: str) -> None:
    async with database.transaction() as conn:
        await audit(conn, ADMIN, "course.archive", address="192.0.2.7")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction() as conn:
            await conn.run(statement)


async def test_the_personal_part_may_be_deleted_and_the_entry_stays(database: Database) -> None:
    async with database.transaction() as conn:
        await audit(conn, ADMIN, "course.archive", address="192.0.2.7")
        assert await conn.run("delete from audit_personal") == 1
    async with database.transaction() as conn:
        assert await conn.value(int, "select count(*) from audit") == 1
