import asyncio

import asyncpg

from alcuin.app.schema import newest_revision
from alcuin.cli.courses import courses
from alcuin.cli.database import db
from tests.cli.conftest import Run


def test_migrating_twice_changes_nothing(run: Run) -> None:
    assert run(db, "migrate").output == f"{newest_revision()}: up to date\n"
    assert newest_revision() in run(db, "status").output


def test_the_schema_is_dumped_the_same_twice(run: Run) -> None:
    first, second = run(db, "dump-schema").output, run(db, "dump-schema").output
    assert first == second
    assert "CREATE TABLE public.course " in first
    assert "restrict" not in first.splitlines()[0]


def test_an_external_database_is_never_migrated_as_a_side_effect(
    run: Run, environment: dict[str, str]
) -> None:
    async def set_back() -> None:
        conn = await asyncpg.connect(environment["ALCUIN_DATABASE_ADMIN_URL"])
        await conn.execute("update alembic_version set version_num = '0001'")
        await conn.close()

    asyncio.run(set_back())
    refused = run(courses, "list")
    assert refused.exit_code == 1
    assert "Run: alcuin db migrate" in refused.stderr


def test_a_database_that_is_away_is_one_sentence(run: Run) -> None:
    away = "postgresql://nobody@127.0.0.1:1/none"
    refused = run(courses, "list", database_url=away, database_admin_url=away)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: The database cannot be reached")


def test_a_projection_is_rebuilt_and_a_reaction_is_not(run: Run) -> None:
    assert "generation 2 is current" in run(db, "rebuild", "analytics.courses").output
    assert "never rebuilt" in run(db, "rebuild", "progress.rebase").stderr
    assert "There is no reader" in run(db, "rebuild", "nobody").stderr


def test_a_reaction_is_replayed_and_a_projection_is_not(run: Run) -> None:
    assert "has reacted" in run(db, "replay", "progress.rebase", "--until", "1").output
    refused = run(db, "replay", "analytics.courses", "--until", "1").stderr
    assert "Run: alcuin db rebuild analytics.courses" in refused


def test_a_log_of_another_cluster_is_made_readable_once(
    run: Run, environment: dict[str, str]
) -> None:
    async def moved() -> None:
        conn = await asyncpg.connect(environment["ALCUIN_DATABASE_URL"])
        await conn.execute(
            """
            insert into reader (name, kind, done, system_identifier)
            values ('room.reader', 'projection', '1:1:', 1)
            """
        )
        await conn.close()

    asyncio.run(moved())
    assert "events written anew" in run(db, "rebase-log").output
    assert "nothing was changed" in run(db, "rebase-log").output


def test_a_setting_that_cannot_be_used_is_named(run: Run) -> None:
    assert "ALCUIN_PORT" in run(db, "status", port="http").stderr
