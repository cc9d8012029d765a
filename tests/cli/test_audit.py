"""`alcuin audit` tells a whole chain from a broken one, and where it is broken."""

import asyncio

import asyncpg
import pytest
from click.testing import Result

from alcuin.app.refusals import REFUSALS
from alcuin.cli.audit import audit
from alcuin.kit.actor import System
from alcuin.kit.audit import audit as write_entry
from alcuin.kit.audit.chain import seal
from alcuin.kit.db import open_database
from tests.cli.conftest import Run


@pytest.fixture
def written(environment: dict[str, str]) -> str:
    """Three sealed entries and one that waits; their head."""

    async def wrote() -> str:
        database = await open_database(environment["ALCUIN_DATABASE_URL"], REFUSALS, size=2)
        async with database.transaction() as conn:
            for _ in range(3):
                await write_entry(conn, System("a test"), "any")
            head = await seal(conn, whole=False)
            await write_entry(conn, System("a test"), "any")
        await database.pool.close()
        return str(head)

    return asyncio.run(wrote())


def _as_owner(environment: dict[str, str], sql: str) -> None:
    async def done() -> None:
        raw = await asyncpg.connect(environment["ALCUIN_DATABASE_ADMIN_URL"])
        await raw.execute(sql)
        await raw.close()

    asyncio.run(done())


def _verified(run: Run, *options: str) -> Result:
    return run(audit, "verify", *options)


def test_a_whole_audit_tells_its_head(run: Run, written: str) -> None:
    lines = _verified(run, "--head", written).output.splitlines()
    assert lines[0] == "The audit is whole: 3 entries sealed."
    assert lines[1] == f"Head: {written}"
    assert lines[2].startswith("1 wait, since ")


def test_an_empty_audit_is_whole(run: Run) -> None:
    assert _verified(run).output == "The audit is whole: 0 entries sealed.\n"


def test_j2_a_changed_entry_is_named(run: Run, environment: dict[str, str], written: str) -> None:
    _as_owner(environment, "update audit set action = 'other' where id = 2")
    found = _verified(run)
    assert found.exit_code == 1
    assert found.output == (
        "Error: The audit is broken at place 2, entry 2: the entry, or its hash, was changed.\n"
    )


def test_j2_a_chain_that_was_made_anew_does_not_know_an_earlier_head(
    run: Run, written: str
) -> None:
    other = f"3:{'0' * 64}"
    assert "the noted head has another hash" in _verified(run, "--head", other).output
    beyond = "4" + written[1:]
    assert "the noted head lies behind the end" in _verified(run, "--head", beyond).output


@pytest.mark.parametrize("text", ["", "3", "3:zz", "0:" + "0" * 64, "x:" + "0" * 64])
def test_what_is_no_head_is_refused(run: Run, text: str) -> None:
    found = _verified(run, "--head", text)
    assert found.exit_code == 2
    assert "64 hexadecimal digits" in found.output
