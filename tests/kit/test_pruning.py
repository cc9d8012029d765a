"""The kit forgets what is past its time, and nothing else."""

from alcuin.kit.db import Conn, Database
from alcuin.kit.jobs import JobContext, delete_in_batches
from alcuin.kit.limits import count_attempt
from alcuin.kit.limits.queries import prune_attempts
from alcuin.kit.pruning import PRUNE_CRON, PRUNE_JOB
from tests.kit.http.school import School


async def _prune(database: Database) -> None:
    assert PRUNE_CRON.job == PRUNE_JOB.name
    await PRUNE_JOB.run(JobContext(database, 1, 1), PRUNE_CRON.payload)


async def test_the_log_of_jobs_is_kept_for_two_weeks(database: Database) -> None:
    async with database.transaction() as conn:
        await conn.run(
            """
            insert into pgqueuer_log (job_id, status, entrypoint, priority, created)
            values (1, 'successful', 'old', 0, now() - interval '15 days'),
                   (2, 'successful', 'young', 0, now() - interval '13 days')
            """
        )
    await _prune(database)
    async with database.transaction() as conn:
        kept = await conn.raw.fetch("select entrypoint from pgqueuer_log")
    assert [row["entrypoint"] for row in kept] == ["young"]


async def test_attempts_are_forgotten_after_a_day(database: Database) -> None:
    async with database.transaction() as conn:
        await count_attempt(conn, "old", 900)
        await conn.run(
            "update attempt_counter set window_starts_at = kit_now() - interval '25 hours'"
        )
        await count_attempt(conn, "young", 900)
    await _prune(database)
    async with database.transaction() as conn:
        assert await conn.value(int, "select count(*) from attempt_counter") == 1
        assert await count_attempt(conn, "young", 900) == 2


async def test_leases_are_forgotten_after_an_hour(database: Database) -> None:
    async with database.transaction() as conn:
        for subject, age in ((b"old", "61 minutes"), (b"young", "59 minutes")):
            await conn.run(
                """
                insert into request_lease (subject, window_starts_at, taken, ahead)
                values ($1, kit_now() - $2::text::interval, 1, 0)
                """,
                subject,
                age,
            )
    await _prune(database)
    async with database.transaction() as conn:
        kept = await conn.raw.fetch("select subject from request_lease")
    assert [row["subject"] for row in kept] == [b"young"]


async def test_i2_an_answer_is_repeated_until_its_day_is_over(database: Database) -> None:
    async def create(key: str) -> bytes:
        async with school.client("teacher") as client:
            answer = await client.post(
                "/api/courses", json={"title": "a"}, headers={"idempotency-key": key}
            )
        assert answer.status_code == 201
        return answer.content

    school = School(database)
    await create("old")
    first = await create("young")
    async with database.transaction() as conn:
        await conn.run(
            """
            update idempotency set created_at = kit_now()
              - case key when 'old' then interval '24 hours' else interval '23 hours' end
            """
        )
    await _prune(database)
    async with database.transaction() as conn:
        kept = await conn.raw.fetch("select key from idempotency")
    assert [row["key"] for row in kept] == ["young"]
    assert await create("young") == first


async def test_rows_go_in_batches_until_none_is_left(database: Database) -> None:
    taken = list[int]()

    async def delete(conn: Conn, most: int) -> int:
        taken.append(await prune_attempts(conn, most))
        return taken[-1]

    async with database.transaction() as conn:
        await conn.run(
            """
            insert into attempt_counter (key, window_starts_at, attempts)
            select convert_to(n::text, 'UTF8'), kit_now() - interval '2 days', 1
            from generate_series(1, 5) n
            """
        )
    await delete_in_batches(database, delete, batch=2)
    assert taken == [2, 2, 1]
