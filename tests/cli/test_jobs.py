import asyncio

import asyncpg
import pytest

from alcuin.cli.jobs import jobs
from tests.cli.conftest import Run


@pytest.fixture
def queue(environment: dict[str, str]) -> dict[str, int]:
    """One job of each state, by its name."""

    async def filled() -> dict[str, int]:
        conn = await asyncpg.connect(environment["ALCUIN_DATABASE_URL"])
        rows = await conn.fetch(
            """
            insert into pgqueuer (priority, status, entrypoint, execute_after, payload)
            values (0, 'failed', 'room.broken', now(), '{"course_id": "7"}'),
                   (0, 'picked', 'room.busy', now(), null),
                   (0, 'queued', 'room.old', now() - interval '3 hours', '{}'),
                   (0, 'queued', 'room.later', now() + interval '3 days', '{}')
            returning entrypoint, id
            """
        )
        await conn.execute(
            """
            insert into job_start (job_id, starts, failed_at, failure)
            select id, 5, now() - interval '10 minutes', 'KeyError at room/jobs.py:3'
            from pgqueuer where status = 'failed'
            """
        )
        await conn.close()
        return {row["entrypoint"]: row["id"] for row in rows}

    return asyncio.run(filled())


def test_the_queue_is_listed_with_what_needs_a_person_first(
    run: Run, queue: dict[str, int]
) -> None:
    lines = run(jobs, "list").output.splitlines()
    assert lines[0].split(None, 2)[2] == (
        "room.broken, failed 10 minutes ago: KeyError at room/jobs.py:3"
    )
    assert [line.split()[0] for line in lines] == ["held", "running", "waiting", "delayed"]
    assert "room.old, due for 3 hours" in lines[2]
    assert "room.later, in 3 days" in lines[3]


def test_a_long_queue_says_how_much_more_there_is(run: Run, queue: dict[str, int]) -> None:
    lines = run(jobs, "list", "--limit", "1").output.splitlines()
    assert "room.broken" in lines[0]
    assert lines[1] == "and 3 more"


def test_an_empty_queue_says_so(run: Run) -> None:
    assert run(jobs, "list").output == "Nothing waits, runs or is held.\n"


def test_one_job_is_shown_with_what_it_was_asked(run: Run, queue: dict[str, int]) -> None:
    shown = run(jobs, "show", str(queue["room.broken"])).output
    for part in ("room.broken", "HELD", "'course_id': '7'", "KeyError at room/jobs.py:3"):
        assert part in shown


def test_a_replayed_job_waits_again_with_all_its_attempts(run: Run, queue: dict[str, int]) -> None:
    broken = str(queue["room.broken"])
    assert run(jobs, "replay", broken).output == f"Waiting again: {broken}.\n"
    assert "WAITING" in run(jobs, "show", broken).output
    again = run(jobs, "replay", broken)
    assert again.exit_code == 1
    assert again.stderr == "Error: No job with this number is held.\n"


def test_a_dropped_job_is_gone_and_the_audit_knows(
    run: Run, queue: dict[str, int], environment: dict[str, str]
) -> None:
    broken = str(queue["room.broken"])
    assert run(jobs, "drop", broken).exit_code == 0
    assert "No job with this number" in run(jobs, "show", broken).stderr

    async def audited() -> int:
        conn = await asyncpg.connect(environment["ALCUIN_DATABASE_ADMIN_URL"])
        found = await conn.fetchval("select count(*) from audit where action = 'job.drop'")
        await conn.close()
        return int(found)

    assert asyncio.run(audited()) == 1


@pytest.mark.parametrize("name", ["room.busy", "room.old"])
def test_what_is_not_held_is_neither_replayed_nor_dropped(
    run: Run, queue: dict[str, int], name: str
) -> None:
    for verb in ("replay", "drop"):
        refused = run(jobs, verb, str(queue[name]))
        assert refused.exit_code == 1
        assert "No job with this number is held" in refused.stderr
    assert name in run(jobs, "list").output


def test_of_several_all_are_replayed_or_none(run: Run, queue: dict[str, int]) -> None:
    refused = run(jobs, "replay", str(queue["room.broken"]), "999999")
    assert refused.exit_code == 1
    assert "HELD" in run(jobs, "show", str(queue["room.broken"])).output
