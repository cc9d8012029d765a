"""`alcuin backup` and `alcuin restore`, as an operator types them."""

import asyncio
import os
import secrets
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import asyncpg
import pytest

from alcuin.app.schema import find_revision, migrate, newest_revision
from alcuin.cli.backup import backup, restore
from alcuin.ops.embedded import Server
from tests.cli.conftest import Run
from tests.conftest import at, copied
from tests.ops.school import value


@pytest.fixture
async def elsewhere(server: Server, template: str, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """Settings of another installation, which is empty."""
    async with copied(server, template) as name:
        yield {
            "database_url": at(server.url, name),
            "database_admin_url": at(server.admin_url, name),
            "data_dir": str(tmp_path / "elsewhere"),
        }


def test_an_installation_is_taken_along_in_one_file(
    run: Run, teacher: str, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    file = str(tmp_path / "alcuin.tar")
    told = run(backup, file)
    assert told.exit_code == 0, told.output
    assert "rows of" in told.output
    assert "exists already" in run(backup, file).stderr

    told = run(restore, file, **elsewhere)
    assert told.exit_code == 0, told.output
    assert "each table compared" in told.output
    assert "People have accounts here" in run(restore, file, **elsewhere).stderr


def test_a_restore_stands_in_the_audit(
    run: Run, teacher: str, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    file = str(tmp_path / "alcuin.tar")
    run(backup, file)
    run(restore, file, **elsewhere)
    asked = "select facts ? 'taken_at' from audit where action = 'ops.restore'"
    assert asyncio.run(value(elsewhere["database_admin_url"], asked)) is True


def test_a_damaged_backup_is_one_sentence_and_changes_nothing(
    run: Run, teacher: str, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "alcuin.tar"
    run(backup, str(file))
    file.write_bytes(file.read_bytes()[:-20_000])
    refused = run(restore, str(file), **elsewhere)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: This is no whole backup")
    assert refused.stderr.endswith("Nothing was changed.\n")


def test_a_backup_needs_a_place_and_a_database(run: Run, tmp_path: Path) -> None:
    assert "No such file" in run(backup, str(tmp_path / "nowhere" / "alcuin.tar")).stderr
    away = "postgresql://nobody@127.0.0.1:1/none"
    refused = run(backup, str(tmp_path / "x"), database_url=away, database_admin_url=away)
    assert "The database cannot be reached" in refused.stderr
    assert not (tmp_path / "x").exists()


def test_a_backup_goes_through_a_pipe(environment: dict[str, str]) -> None:
    alcuin = Path(sys.executable).with_name("alcuin")
    taking = subprocess.run(
        [alcuin, "backup", "-"], env=environment, check=True, capture_output=True
    )
    with tarfile.open(fileobj=BytesIO(taking.stdout), mode="r|") as listed:
        names = listed.getnames()
    assert (names[0], names[-2:]) == ("alcuin-backup.json", ["manifest.json", "SHA256SUMS"])
    assert b"rows of" in taking.stderr


@pytest.fixture
async def blank(server: Server, tmp_path: Path) -> AsyncIterator[list[dict[str, str]]]:
    """Settings of two databases in which no migration has run."""
    admin = await asyncpg.connect(server.admin_url)
    names = [f"t_{os.getpid()}_{secrets.token_hex(4)}" for _ in range(2)]
    for name in names:
        await admin.execute(f"create database {name}")
    yield [
        {
            "database_url": at(server.url, name),
            "database_admin_url": at(server.admin_url, name),
            "data_dir": str(tmp_path / name),
        }
        for name in names
    ]
    for name in names:
        await admin.execute(f"drop database {name} with (force)")
    await admin.close()


def test_a_backup_of_an_older_schema_is_migrated_after_it_was_restored(
    run: Run, blank: list[dict[str, str]], tmp_path: Path
) -> None:
    """Of revision 3, before there were courses or files; taken as it is, with the new Alcuin."""
    old, new = blank
    file = str(tmp_path / "alcuin.tar")
    assert "holds no Alcuin yet" in run(backup, file, **old).stderr
    asyncio.run(migrate(old["database_admin_url"], revision="0003"))
    somebody = """
    insert into app_user (email, email_key, name, password_hash)
    values ('ada@example.org', 'ada@example.org', 'Ada', '-')
    """
    asyncio.run(value(old["database_admin_url"], somebody))

    assert run(backup, file, **old).exit_code == 0
    told = run(restore, file, **new)

    assert told.exit_code == 0, told.output
    assert "revision 0003" in told.output
    assert asyncio.run(find_revision(new["database_admin_url"])) == newest_revision()
    assert asyncio.run(value(new["database_url"], "select name from app_user")) == "Ada"
    assert asyncio.run(find_revision(old["database_admin_url"])) == "0003"
