"""The chain over the audit: whoever changes, deletes or reorders an entry is found (J2)."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from alcuin.kit.actor import Person, Role, System
from alcuin.kit.audit import audit, forget_person
from alcuin.kit.audit.chain import BATCH, seal, verify
from alcuin.kit.audit.data import Broken, Head, Whole
from alcuin.kit.audit.sealing import SEAL_CRONS, SEAL_JOB, Seal
from alcuin.kit.db import Conn, Database
from alcuin.kit.jobs import JobContext

ADMIN = Person(UUID(int=1), UUID(int=2), Role.ADMIN, True, "UTC", "en")


async def _write(database: Database, *actions: str) -> None:
    async with database.transaction() as conn:
        for action in actions:
            facts: dict[str, object] = {"b": "ü", "a": [1, None, 2.5]}
            await audit(conn, ADMIN, action, facts=facts, address="192.0.2.7")


async def _sealed(database: Database, *, whole: bool = False) -> None:
    await SEAL_JOB.run(JobContext(database, 1, 1), Seal(whole=whole))


async def _verified(database: Database, noted: Head | None = None) -> Whole | Broken:
    async with database.transaction() as conn:
        return await verify(conn, noted)


async def _head(database: Database) -> Head:
    found = await _verified(database)
    assert isinstance(found, Whole)
    assert found.head
    return found.head


@pytest.fixture
async def owner(database_urls: tuple[str, str]) -> asyncpg.Connection:
    """Somebody whom no grant stops, and who has taken the foreign keys away."""
    raw = await asyncpg.connect(database_urls[1])
    for table in ("audit_personal", "audit_chain"):
        await raw.execute(f"alter table {table} drop constraint {table}_audit_id_fkey")
    return raw


async def test_sealed_entries_are_whole_and_later_ones_wait(database: Database) -> None:
    await _write(database, "a", "b", "c")
    await _sealed(database)
    await _write(database, "d")
    found = await _verified(database)

    assert isinstance(found, Whole)
    assert found.head
    assert (found.head.position, found.waiting.entries) == (3, 1)
    await _sealed(database)
    assert (await _head(database)).position == 4


async def test_an_audit_without_entries_is_whole(database: Database) -> None:
    await _sealed(database)
    found = await _verified(database)
    assert isinstance(found, Whole)
    assert (found.head, found.waiting.entries) == (None, 0)


@pytest.mark.parametrize(
    ("tampering", "position", "fault"),
    [
        ("update audit set actor_id = gen_random_uuid() where action = 'b'", 2, "changed"),
        ("""update audit set facts = '{"a": [1, null, 2.6]}' where action = 'c'""", 3, "changed"),
        ("update audit set at = at - interval '1 microsecond' where action = 'a'", 1, "changed"),
        ("delete from audit where action = 'b'", 2, "gone"),
        ("delete from audit_chain where position = 2", 2, "missing"),
        ("delete from audit_chain where position = 1", 1, "missing"),
        ("update audit_chain set hash = sha256('any') where position = 3", 3, "changed"),
        ("update audit set action = translate(action, 'bc', 'cb')", 2, "changed"),
    ],
)
async def test_j2_whatever_is_changed_or_deleted_is_found_at_its_place(
    database: Database, owner: asyncpg.Connection, tampering: str, position: int, fault: str
) -> None:
    await _write(database, "a", "b", "c", "d")
    await _sealed(database)
    await owner.execute(tampering)
    await owner.close()
    found = await _verified(database)

    assert isinstance(found, Broken)
    assert found.position == position
    assert fault in found.fault


async def test_j2_an_end_that_was_cut_off_is_told_by_the_log(
    database: Database, owner: asyncpg.Connection
) -> None:
    await _write(database, "a", "b")
    await _sealed(database)
    await owner.execute(
        "delete from audit_chain where position = 2; delete from audit where id = 2"
    )
    found = await _verified(database)
    assert isinstance(found, Broken)
    assert (found.position, found.fault) == (2, "the event log tells of another hash")

    await owner.execute("delete from event")
    assert isinstance(await _verified(database), Whole)
    await owner.close()


async def test_j2_a_chain_made_anew_does_not_hold_the_head_that_was_noted(
    database: Database, owner: asyncpg.Connection
) -> None:
    await _write(database, "a", "b")
    await _sealed(database)
    noted = await _head(database)
    await owner.execute("update audit set action = 'z' where id = 1")
    await owner.execute("truncate audit_chain, event")
    await _sealed(database, whole=True)
    rewritten = await _verified(database, noted)
    await owner.execute("delete from audit_chain where position = 2; delete from event")
    shorter = await _verified(database, noted)
    await owner.close()

    assert isinstance(rewritten, Broken)
    assert rewritten.position == 2
    assert isinstance(shorter, Broken)
    assert shorter.fault == "the noted head lies behind the end"


async def test_deleting_what_is_personal_breaks_nothing(database: Database) -> None:
    await _write(database, "a", "b")
    await _sealed(database)
    async with database.transaction() as conn:
        await forget_person(conn, ADMIN.user_id)
        assert await conn.value(int, "select count(*) from audit_personal") == 0
    assert isinstance(await _verified(database), Whole)


async def test_an_entry_that_commits_late_takes_a_later_place(database: Database) -> None:
    async with database.transaction() as slow:
        await audit(slow, ADMIN, "slow")
        await _write(database, "quick")
        await _sealed(database)
    await _sealed(database)
    found = await _verified(database)

    assert isinstance(found, Whole)
    assert (found.head and found.head.position, found.waiting.entries) == (2, 0)
    async with database.transaction() as conn:
        order = await conn.raw.fetch("select audit_id from audit_chain order by position")
    assert [row["audit_id"] for row in order] == [2, 1]


async def test_an_entry_from_hours_ago_is_found_at_night(
    database: Database, owner: asyncpg.Connection
) -> None:
    await _write(database, "a")
    await _sealed(database)
    await owner.execute(
        "insert into audit (at, action, outcome, actor_kind) "
        "values (now() - interval '2 hours', 'late', 'done', 'system')"
    )
    await owner.close()
    await _sealed(database)
    assert (await _head(database)).position == 1
    night = SEAL_CRONS[1]
    await SEAL_JOB.run(JobContext(database, 1, 1), night.payload)
    assert (await _head(database)).position == 2


async def test_sealers_and_writers_at_once_leave_one_whole_chain(database: Database) -> None:
    async def write(number: int) -> None:
        for each in range(10):
            await _write(database, f"{number} {each}")

    async def seal_often() -> None:
        for _ in range(10):
            await _sealed(database)

    await asyncio.gather(*(write(number) for number in range(4)), seal_often(), seal_often())
    await _sealed(database)
    found = await _verified(database)
    assert isinstance(found, Whole)
    assert (found.head and found.head.position, found.waiting.entries) == (40, 0)


async def test_more_than_a_batch_is_sealed_at_once(conn: Conn) -> None:
    await conn.run(
        "insert into audit (action, outcome, actor_kind) "
        "select 'many', 'done', 'system' from generate_series(1, $1)",
        BATCH + 1,
    )
    heads = [await seal(conn, whole=False) for _ in range(3)]
    assert [head and head.position for head in heads] == [BATCH, BATCH + 1, None]
    assert isinstance(await verify(conn), Whole)


async def test_the_head_is_told_to_the_event_log_without_a_name(database: Database) -> None:
    await _write(database, "a")
    await _sealed(database)
    head = await _head(database)
    async with database.transaction() as conn:
        row = await conn.raw.fetchrow("select * from event where kind = 'AuditSealed'")
    assert row is not None
    assert row["data"] == {"position": 1, "hash": head.hash.hex()}
    assert row["user_id"] is None


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_chain set position = 7",
        "delete from audit_chain",
        "truncate audit_chain",
    ],
)
async def test_the_application_may_not_unpick_the_chain(database: Database, statement: str) -> None:
    async with database.transaction() as conn:
        await audit(conn, System("a test"), "any")
        await seal(conn, whole=False)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction() as conn:
            await conn.run(statement)
