"""The invariants of the gauntlet, checked after every fault; nothing is what they may say.

What was acknowledged comes from the diary of the clients, everything else is recounted from
the rows themselves, written another way than the product counts.
"""

import email
import email.policy
from collections import Counter
from pathlib import Path
from typing import Any

import asyncpg

from alcuin.app.schema import newest_revision
from alcuin.kit.audit.chain import verify
from alcuin.kit.audit.data import Broken
from alcuin.kit.db import Conn, prepare_connection
from tests.drills.diary import Diary
from tests.drills.installation import POOL_SIZE, WEB_PROCESSES, Installation
from tests.progress.checking import what_is_wrong

# A pool of ten, a listener and a taker of jobs; a web process has its pool and a listener.
OF_A_WORKER = 12
OF_A_GROUP = WEB_PROCESSES * (POOL_SIZE + 1) + OF_A_WORKER

ACKNOWLEDGED = {
    "V1 enrollments": """
        select count(*) from unnest($1::uuid[], $2::uuid[]) a(u, c) where not exists (
          select from enrollment e
          where e.user_id = a.u and e.course_id = a.c and e.withdrawn_at is null)
    """,
    "V1 completions, at their time": """
        select count(*) from unnest($1::uuid[], $2::uuid[], $3::text[]) a(u, s, at)
        where not exists (
          select from section_progress p
          where p.user_id = a.u and p.section_id = a.s and p.completed_at = a.at::timestamptz)
    """,
    "V1 time claimed": """
        select count(*) from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) a(u, s, e)
        where not exists (
          select from credited_time c where c.user_id = a.u and c.ranges @> tstzrange(a.s, a.e))
    """,
    "V1 sections added": """
        select count(*) from unnest($1::uuid[]) a(id)
        where not exists (select from section s where s.id = a.id)
    """,
    "V1 edits": """
        select count(*) from jsonb_each($1) a(id, said) join section s on s.id = a.id::uuid
        where not a.said ? s.title
    """,
    "V1 releases": """
        select count(*) from unnest($1::uuid[], $2::int[]) a(c, n)
        where not exists (select from release r where r.course_id = a.c and r.number = a.n)
    """,
}
OTHERS = {
    "V2 two enrollments of one person in one course": """
        select count(*) from (select from enrollment where withdrawn_at is null
          group by user_id, course_id having count(*) > 1) d
    """,
    "V2 two completions of one section by one person": """
        select count(*) from (select from section_progress
          group by user_id, section_id having count(*) > 1) d
    """,
    "V2 an enrollment told twice, or not at all": """
        select count(*) from enrollment e where 1 <> (
          select count(*) from event v where v.kind = 'Enrolled'
            and v.user_id = e.user_id and v.course_id = e.course_id)
    """,
    "V2 a section added twice": """
        select count(*) from (select from section where title like 'Added %'
          group by title having count(*) > 1) d
    """,
    "V2 seconds credited twice, or never lived": """
        select count(*) from (
          select user_id, sum(credited_seconds) as credited from time_entry group by user_id) e
        left join credited_time c using (user_id)
        where upper(c.ranges) > now() or e.credited is distinct from (
          select sum(extract(epoch from upper(r) - lower(r))) from unnest(c.ranges) r)
    """,
    "V2 achievements told twice, or never": """
        with told as (
          select user_id, data ->> 'achievement' as key, count(*) as times
          from event where kind = 'AchievementUnlocked' group by 1, 2)
        select count(*) from told full join achievement_unlocked a using (user_id, key)
        where told.times is distinct from 1 or a.points is null
    """,
    "V2 events that their person was not told of": """
        select count(*) from event e
        where e.kind in ('Enrolled', 'CourseCompleted', 'AchievementUnlocked')
          and not exists (select from notice n where n.event_id = e.id and n.user_id = e.user_id)
    """,
    "V3 counts of courses against their rows": """
        select count(*) from reader r join course_count n on n.generation = r.generation
        where r.name = 'analytics.courses' and r.current
          and n.course_id <> '00000000-0000-0000-0000-000000000000'
          and (n.enrolled, n.active, n.completed) <> (
            (select count(*) from enrollment e
             where e.course_id = n.course_id and e.withdrawn_at is null),
            (select count(distinct p.user_id) from section_progress p
             where p.course_id = n.course_id),
            (select count(*) from course_progress p
             where p.course_id = n.course_id and p.completed_at is not null))
    """,
    "V3 days of activity against the log": """
        with told as (
          select user_id, local_on, course_id, data ->> 'activity' as activity,
            sum(coalesce((data ->> 'seconds')::int, 0)) as seconds,
            count(*) filter (where kind <> 'TimeCredited') as completions
          from event
          where kind in ('TimeCredited', 'SectionCompleted', 'LessonCompleted', 'CourseCompleted')
            and data ->> 'by' is distinct from 'release'
          group by 1, 2, 3, 4),
        shown as (
          select d.user_id, d.local_on, d.course_id, d.activity, d.seconds, d.completions
          from reader r join activity_day d on d.generation = r.generation
          where r.name = 'activity.days' and r.current)
        select count(*) from (
          (table told except table shown) union all (table shown except table told)) d
    """,
    "V3 streaks against the log": """
        select count(*) from reader r join streak s on s.generation = r.generation
        where r.name = 'activity.streaks' and r.current and s.runs is distinct from (
          select range_agg(daterange(e.local_on, e.local_on, '[]')) from event e
          where e.user_id = s.user_id and e.data ->> 'by' is distinct from 'release'
            and e.kind in
              ('TimeCredited', 'SectionCompleted', 'LessonCompleted', 'CourseCompleted'))
    """,
    "V3 time credited against the log": """
        select abs(coalesce((select sum(credited_seconds) from time_entry), 0)
          - coalesce((select sum((data ->> 'seconds')::int) from event
            where kind = 'TimeCredited'), 0))
    """,
    "V4 jobs running without a live lease": """
        select count(*) from pgqueuer
        where status = 'picked' and heartbeat < now() - interval '60 seconds'
    """,
    "V4 jobs held": "select count(*) from pgqueuer where status = 'failed'",
    "V4 jobs with two outcomes, or none": """
        select count(*) from (
          select from pgqueuer_log l
          where not exists (select from pgqueuer j where j.id = l.job_id)
          group by job_id having count(*) filter (
            where status in ('successful', 'exception', 'canceled', 'deleted', 'failed')) <> 1) d
    """,
    "V4 readers stopped": "select count(*) from reader where failure is not null",
    "V6 releases without their entry in the audit": """
        select count(*) from (
          select course_id, count(*) as n from release where number > 1 group by course_id) r
        where n <> (select count(*) from audit a where a.action = 'course.publish'
          and a.actor_kind = 'person' and a.subject_id = r.course_id)
    """,
    "V10 sessions waiting or left in a transaction": """
        select count(*) from pg_stat_activity
        where application_name = 'alcuin' and (wait_event_type = 'Lock'
          or (state like 'idle in transaction%' and now() - state_change > interval '5 seconds'))
    """,
}


async def violations(
    installation: Installation, diary: Diary, raw: asyncpg.Connection
) -> dict[str, int]:
    """How many rows, requests or resources break each invariant; only those that do."""
    await prepare_connection(raw)
    found = await _acknowledged(raw, diary)
    found |= {name: await raw.fetchval(sql) for name, sql in OTHERS.items()}
    found |= {f"V3 {name}": n for name, n in (await what_is_wrong(Conn(raw, {}))).items()}
    found["V6 audit chain"] = int(isinstance(await verify(Conn(raw, {})), Broken))
    most = installation.groups * OF_A_GROUP + len(installation.working) * OF_A_WORKER
    found["V8 schema"] = int(await _revisions(raw) != [newest_revision()])
    found["V10 connections"] = max(0, await _connections(raw) - most)
    found["V7 letters that nobody got"] = len(diary.letters - set(letters(installation)))
    found["V9 undocumented answers"] = len(diary.undocumented())
    found["V9 requests forgotten"] = diary.forgotten
    found["V9 answers that contradict earlier ones"] = len(diary.complaints)
    return {name: rows for name, rows in found.items() if rows}


async def _acknowledged(raw: asyncpg.Connection, diary: Diary) -> dict[str, Any]:  # Any: numbers
    done = [(user, section, at) for (user, section), at in diary.completed.items()]
    arguments: dict[str, tuple[object, ...]] = {
        "V1 enrollments": ([u for u, _ in diary.enrolled], [c for _, c in diary.enrolled]),
        "V1 completions, at their time": tuple([row[i] for row in done] for i in range(3)),
        "V1 time claimed": tuple([row[i] for row in diary.claimed] for i in range(3)),
        "V1 sections added": ([*diary.added],),
        "V1 edits": ({str(section): said for section, said in diary.titles.items()},),
        "V1 releases": ([*diary.published], [*diary.published.values()]),
    }
    return {name: await raw.fetchval(sql, *arguments[name]) for name, sql in ACKNOWLEDGED.items()}


async def _revisions(raw: asyncpg.Connection) -> list[str]:
    return [
        row["version_num"] for row in await raw.fetch("select version_num from alembic_version")
    ]


async def _connections(raw: asyncpg.Connection) -> int:
    open_now: int = await raw.fetchval(
        "select count(*) from pg_stat_activity where usename = 'alcuin_app'"
    )
    return open_now


def letters(installation: Installation) -> Counter[str]:
    """Letters by address, as the folder has them."""
    folder = installation.folder.data_dir / "mail"
    return Counter(_addressee(path) for path in folder.glob("*.eml"))


def _addressee(path: Path) -> str:
    return str(email.message_from_bytes(path.read_bytes(), policy=email.policy.default)["to"])
