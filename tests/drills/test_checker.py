"""The checker sees what it is there for: planted faults, and commits that were not durable."""

import asyncpg

from tests.drills.diary import Diary
from tests.drills.invariants import violations
from tests.drills.journey import Journey

NOT_DURABLE = """
synchronous_commit = off
wal_writer_delay = '10s'
wal_writer_flush_after = '100MB'
"""
PLANTED = {
    "V1 completions, at their time": "delete from section_progress where section_id = any($1)",
    "V1 time claimed": "delete from credited_time where cardinality($1::uuid[]) > 0",
    "V2 achievements told twice, or never": """
        insert into event (kind, user_id, data)
        select 'AchievementUnlocked', uuidv7(), '{"achievement": "NONE"}'
        where cardinality($1::uuid[]) > 0
    """,
    "V2 events that their person was not told of": """
        delete from notice where cardinality($1::uuid[]) > 0
    """,
    "V4 jobs running without a live lease": """
        insert into pgqueuer (priority, status, entrypoint, heartbeat)
        select 0, 'picked', 'nobody.does_this', now() - interval '2 minutes'
        where cardinality($1::uuid[]) > 0
    """,
    "V3 counts of courses against their rows": """
        update course_count set completed = completed + 1 where cardinality($1::uuid[]) > 0
    """,
    "V3 days of activity against the log": """
        update activity_day set completions = completions + 1 where cardinality($1::uuid[]) > 0
    """,
    "V3 streaks against the log": """
        update streak set runs = runs + datemultirange(daterange('2020-01-01', '2020-01-02'))
        where cardinality($1::uuid[]) > 0
    """,
    "V3 time credited against the log": """
        insert into time_entry (user_id, activity, started_at, ended_at, claimed_seconds,
          credited_seconds)
        select uuidv7(), 'OTHER', now(), now(), 1, 1 where cardinality($1::uuid[]) > 0
    """,
    "V8 schema": "update alembic_version set version_num = '0' where cardinality($1::uuid[]) > 0",
}


async def test_planted_faults_are_found(journey: Journey) -> None:
    if not journey.diary.completed:
        async with journey.busy():
            await journey.some_work(40)
    assert await journey.violations() == {}
    raw = await asyncpg.connect(journey.installation.owner_url)
    planted = raw.transaction()
    await planted.start()
    try:
        for sql in PLANTED.values():
            await raw.execute(sql, [section for _, section in journey.diary.completed])
        found = await violations(journey.installation, journey.diary, raw)
        assert not PLANTED.keys() - found.keys()
    finally:
        await planted.rollback()
        await raw.close()


async def test_commits_that_are_not_durable_are_found_lost(journey: Journey) -> None:
    """What PostgreSQL acknowledges before it is written is gone when it is killed."""
    before = (journey.installation.folder.cluster / "postgresql.auto.conf").read_text()
    try:
        await told(journey, before + NOT_DURABLE)
        async with journey.busy():
            await journey.some_work(150)
            journey.installation.kill_postgres()
        found = await journey.violations()
        journey.tell("planted: synchronous_commit = off", found=found)
    finally:
        await told(journey, before)
        journey.diary = Diary()
    assert any(name.startswith("V1") for name in found)


async def told(journey: Journey, settings: str) -> None:
    """Have PostgreSQL start anew with these, as an administrator would."""
    (journey.installation.folder.cluster / "postgresql.auto.conf").write_text(settings)
    journey.installation.kill_postgres()
    await journey.installation.ready()
