"""`alcuin doctor`: each thing broken for real, found, and something to do about it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from alcuin.adapters.safe import AesSafe
from alcuin.app.schema import newest_revision
from alcuin.cli.demo.cast import EVERYBODY
from alcuin.cli.doctor import doctor
from alcuin.ops.embedded import Server
from tests.cli.conftest import Run
from tests.cli.wires import silent, without_notices
from tests.conftest import at, copied

KEY = "MbF9m0a8Wk3cT5rYQzP1vXeLhJ7uN2sGdRo4iKt6wBy8"
PRODUCTION = {"env": "production", "secret_key": KEY, "public_url": "https://localhost:1"}
CHECKS = {
    *("database", "listening", "sessions", "schema", "roles", "clock", "jobs", "readers", "demo"),
    "sealed",
    *("disk", "files", "mail", "secrets", "address"),
}


@pytest.fixture
def examined(run: Run) -> Any:
    """Findings by check, and the exit code."""

    def ran(**settings: str) -> tuple[dict[str, list[dict[str, str]]], int]:
        result = run(doctor, "--json", **settings)
        found: dict[str, list[dict[str, str]]] = {}
        for finding in json.loads(result.stdout):
            found.setdefault(finding["check"], []).append(finding)
        return found, result.exit_code

    return ran


def change(url: str, sql: str, *args: object) -> None:
    async def changed() -> None:
        conn = await asyncpg.connect(url)
        await conn.execute(sql, *args)
        await conn.close()

    asyncio.run(changed())


def worst(findings: list[dict[str, str]]) -> str:
    levels = [each["level"] for each in findings]
    return max(levels, key=["ok", "notice", "warning", "fault"].index)


def test_an_installation_in_order_has_no_fault_and_every_check_says_so(examined: Any) -> None:
    found, code = examined()
    assert code == 0
    assert found.keys() == CHECKS
    assert {check: worst(each) for check, each in found.items() if worst(each) != "ok"} == {
        "address": "notice"  # nothing serves there
    }


def test_the_answer_for_people_has_what_to_do(run: Run) -> None:
    away = "postgresql://nobody@127.0.0.1:1/none"
    told = run(doctor, database_url=away, database_admin_url=away)
    assert told.exit_code == 1
    assert (
        "fault    database   ALCUIN_DATABASE_URL (127.0.0.1:1/none) does not connect" in told.output
    )
    assert "-> Start PostgreSQL there" in told.output
    assert "ok       files" in told.output


def test_a_password_is_never_shown(run: Run) -> None:
    away = "postgresql://nobody:velvet-anchor@127.0.0.1:1/none"
    told = run(doctor, database_url=away, database_admin_url=away)
    assert "velvet-anchor" not in told.output


def test_a_database_that_never_answers_takes_seconds(examined: Any) -> None:
    with silent() as port:
        hangs = f"postgresql://nobody@127.0.0.1:{port}/none?sslmode=disable"
        found, code = examined(database_url=hangs, database_admin_url=hangs)
    assert code == 1
    assert worst(found["database"]) == "fault"
    assert worst(found["files"]) == "ok"


def test_urls_of_two_databases_are_a_fault(
    examined: Any, server: Server, environment: dict[str, str]
) -> None:
    other = at(environment["ALCUIN_DATABASE_URL"], "postgres")
    found, code = examined(database_direct_url=other)
    assert code == 1
    assert "different databases" in found["database"][0]["says"]


def test_a_pooler_in_the_way_of_notices_is_found_by_listening(
    examined: Any, environment: dict[str, str]
) -> None:
    with without_notices(environment["ALCUIN_DATABASE_URL"]) as pooled:
        found, code = examined(database_direct_url=pooled)
    assert code == 1
    assert worst(found["listening"]) == "fault"
    assert "ALCUIN_DATABASE_DIRECT_URL" in found["listening"][0]["says"]


def test_with_one_url_the_protections_are_said_to_be_off(
    examined: Any, environment: dict[str, str]
) -> None:
    owner = environment["ALCUIN_DATABASE_ADMIN_URL"]
    found, code = examined(database_url=owner)
    assert code == 0
    (roles,) = found["roles"]
    assert roles["level"] == "warning"
    for power in ("owns tables", "may change the schema", "may change what was audited"):
        assert power in roles["says"]
    assert "one URL" in roles["do"]


def test_a_role_without_its_grants_is_a_fault(examined: Any, environment: dict[str, str]) -> None:
    change(environment["ALCUIN_DATABASE_ADMIN_URL"], "revoke all on course from alcuin_app")
    found, code = examined()
    assert code == 1
    assert "may not read course" in found["roles"][0]["says"]


@pytest.fixture
async def empty(server: Server) -> AsyncIterator[dict[str, str]]:
    """Settings that name a database where nobody has migrated."""
    async with copied(server, "template0") as name:
        yield {
            "database_url": at(server.url, name),
            "database_admin_url": at(server.admin_url, name),
        }


def test_a_database_that_was_never_migrated_is_told_what_to_run(
    examined: Any, empty: dict[str, str]
) -> None:
    found, code = examined(**empty)
    assert code == 1
    assert found["schema"] == [
        {
            "check": "schema",
            "level": "fault",
            "says": "The database was never migrated.",
            "do": "Run: alcuin db migrate",
        }
    ]
    assert "could not be examined" not in str(found)


def test_extensions_that_are_missing_are_named(examined: Any, empty: dict[str, str]) -> None:
    history = f"create table alembic_version as select '{newest_revision()}' as version_num"
    change(empty["database_admin_url"], history)
    found, code = examined(**empty)
    assert code == 1
    assert "btree_gist, pg_trgm, unaccent" in found["schema"][0]["says"]


@pytest.mark.parametrize(("revision", "do"), [("0001", "alcuin db migrate"), ("9999", "newer")])
def test_a_schema_of_another_version_is_a_fault(
    examined: Any, environment: dict[str, str], revision: str, do: str
) -> None:
    owner = environment["ALCUIN_DATABASE_ADMIN_URL"]
    change(owner, "update alembic_version set version_num = $1", revision)
    found, code = examined()
    assert code == 1
    assert revision in found["schema"][0]["says"]
    assert do in found["schema"][0]["do"]


def test_held_stuck_and_forgotten_jobs_are_told_apart(
    examined: Any, environment: dict[str, str]
) -> None:
    change(
        environment["ALCUIN_DATABASE_URL"],
        """
        insert into pgqueuer (priority, status, entrypoint, execute_after, heartbeat)
        values (0, 'failed', 'room.broken', now(), now()),
               (0, 'picked', 'room.slow', now(), now() - interval '5 minutes'),
               (0, 'queued', 'room.old', now() - interval '2 hours', now())
        """,
    )
    found, code = examined()
    assert code == 0
    held, stuck, waiting = (each["says"] for each in found["jobs"])
    assert held == "1 of room.broken failed for good and wait for a person."
    assert "silent" in stuck
    assert waiting == "1 wait, the oldest for 120 minutes."


READER = """
insert into reader (name, kind, done, failed_at, failed_event_id, failure, system_identifier)
select 'room.reader', 'projection', pg_current_snapshot(), {failed}, system_identifier + {off}
from pg_control_system()
"""


def test_a_stopped_reader_is_a_fault_with_its_reason(
    examined: Any, environment: dict[str, str]
) -> None:
    failed = "kit_now(), 41, 'KeyError at room/readers.py:7'"
    change(environment["ALCUIN_DATABASE_URL"], READER.format(failed=failed, off=0))
    found, code = examined()
    assert code == 1
    assert found["readers"][0]["says"] == (
        "room.reader stopped at event 41: KeyError at room/readers.py:7"
    )


def test_a_log_of_another_cluster_is_a_fault(examined: Any, environment: dict[str, str]) -> None:
    change(environment["ALCUIN_DATABASE_URL"], READER.format(failed="null, null, null", off=1))
    found, code = examined()
    assert code == 1
    assert "another cluster" in found["readers"][0]["says"]


def test_events_from_the_future_are_a_log_of_another_cluster(
    examined: Any, environment: dict[str, str]
) -> None:
    change(
        environment["ALCUIN_DATABASE_URL"],
        "insert into event (kind, tx) values ('x.happened', '999999999999')",
    )
    found, code = examined()
    assert code == 1
    assert "another cluster" in found["readers"][0]["says"]


def test_a_mail_server_that_is_away_is_a_fault(examined: Any) -> None:
    found, code = examined(smtp_url="smtp+plain://127.0.0.1:1")
    assert code == 1
    assert "ConnectionRefusedError" in found["mail"][0]["says"]


def test_a_mail_server_that_never_greets_takes_seconds(examined: Any) -> None:
    with silent() as port:
        found, code = examined(smtp_url=f"smtp+plain://127.0.0.1:{port}")
    assert code == 1
    assert worst(found["mail"]) == "fault"


def test_files_that_cannot_be_written_are_a_fault(
    examined: Any, environment: dict[str, str]
) -> None:
    data = Path(environment["ALCUIN_DATA_DIR"])
    data.mkdir(parents=True)
    (data / "media").write_text("in the way")
    found, code = examined()
    assert code == 1
    assert worst(found["files"]) == "fault"


def test_production_is_told_what_development_may_do(
    examined: Any, environment: dict[str, str]
) -> None:
    change(
        environment["ALCUIN_DATABASE_ADMIN_URL"],
        "insert into app_user (email, email_key, name, password_hash) values ($1, $1, 'X', 'x')",
        EVERYBODY[0].email,
    )
    data = Path(environment["ALCUIN_DATA_DIR"])
    data.mkdir(parents=True)
    (data / "secret-key").write_text(KEY)
    found, code = examined(**PRODUCTION, limits="off", previous_secret_key=KEY[::-1])
    assert code == 1
    assert found["demo"][0]["do"] == "Run: alcuin demo --close"
    assert worst(found["mail"]) == "warning"
    assert {each["level"] for each in found["secrets"]} == {"warning", "notice"}
    told = " ".join(each["says"] for each in found["address"])
    assert "No proxy is trusted" in told
    assert "Limits are off" in told
    assert "does not answer from here" in told


def test_secrets_that_wait_for_the_new_key_or_have_lost_theirs_are_counted(
    examined: Any, environment: dict[str, str]
) -> None:
    change(
        environment["ALCUIN_DATABASE_ADMIN_URL"],
        """
        with someone as (
          insert into app_user (email, email_key, name, password_hash)
          values ('a@x.org', 'a@x.org', 'A', 'x'), ('b@x.org', 'b@x.org', 'B', 'x') returning *)
        insert into second_factor (user_id, key_id, sealed)
        select id, case name when 'A' then $1 else 'gone' end, 'x' from someone
        """,
        AesSafe(KEY[::-1]).key_id,
    )
    found, _ = examined(**PRODUCTION, previous_secret_key=KEY[::-1])
    assert [each["says"].split()[0] for each in found["sealed"]] == ["1", "1"]
    assert {each["level"] for each in found["sealed"]} == {"warning", "notice"}


def test_trusting_everybody_is_a_fault(examined: Any) -> None:
    found, code = examined(trusted_proxies="0.0.0.0/0, 10.0.0.0/8")
    assert code == 1
    faults = [each for each in found["address"] if each["level"] == "fault"]
    assert ["0.0.0.0/0" in each["says"] for each in faults] == [True]


def test_passwords_of_the_database_that_can_be_guessed_are_told(examined: Any) -> None:
    weak = "postgresql://alcuin:alcuin@127.0.0.1:1/alcuin"
    found, _ = examined(database_url=weak, database_admin_url=weak)
    assert "can be guessed" in found["secrets"][0]["says"]


def test_a_setting_that_cannot_be_used_is_a_finding_too(examined: Any) -> None:
    found, code = examined(env="production", secret_key="weak")
    assert code == 1
    assert "ALCUIN_SECRET_KEY" in found["settings"][0]["says"]
