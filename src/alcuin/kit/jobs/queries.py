"""SQL of jobs. PgQueuer sends its own for taking, heartbeats and finishing.

Times of jobs are `now()`, as PgQueuer's are; crons go by `kit_now()`.
"""

from datetime import datetime, timedelta

import msgspec

from alcuin.kit.db import Conn
from alcuin.kit.jobs.data import Held, Queued


class _Present(msgspec.Struct, frozen=True):
    at: datetime


async def insert_job(  # noqa: PLR0917  the columns of one row
    conn: Conn, name: str, payload: bytes, once_key: str | None, delay: timedelta, priority: int
) -> int | None:
    return await conn.value(
        int,
        """
        with added as (
          insert into pgqueuer (entrypoint, payload, dedupe_key, execute_after, priority, status)
          values ($1, $2, $3, now() + $4, $5, 'queued')
          on conflict (dedupe_key)
            where status in ('queued', 'picked') and dedupe_key is not null do nothing
          returning id, entrypoint, priority
        ), logged as (
          insert into pgqueuer_log (job_id, status, entrypoint, priority)
          select id, 'queued', entrypoint, priority from added
        )
        select id from added
        """,
        name,
        payload,
        once_key,
        delay,
        priority,
    )


async def count_start(conn: Conn, job_id: int) -> int | None:
    """Count a start before its work; None when the job is finished or dropped already."""
    return await conn.value(
        int,
        """
        insert into job_start (job_id, starts)
        select id, 1 from pgqueuer where id = $1 for key share
        on conflict (job_id) do update set starts = job_start.starts + 1, started_at = now()
        returning starts
        """,
        job_id,
    )


async def take_start_back(conn: Conn, job_id: int) -> None:
    """The run was given back by a worker that stops: it is nobody's failure."""
    await conn.run(
        "update job_start set starts = starts - 1 where job_id = $1 and starts > 0", job_id
    )


async def save_failure(conn: Conn, job_id: int, failure: str) -> None:
    await conn.run(
        "update job_start set failed_at = now(), failure = $2 where job_id = $1", job_id, failure
    )


async def list_held(conn: Conn) -> list[Held]:
    return await conn.all(
        Held,
        """
        select j.id as job_id, j.entrypoint as name, j.payload, coalesce(s.starts, 0) as starts,
               j.created as created_at, s.failed_at, s.failure
        from pgqueuer j left join job_start s on s.job_id = j.id
        where j.status = 'failed' order by j.id
        """,
    )


async def list_queued(conn: Conn, job_id: int | None, limit: int) -> list[Queued]:
    """Held jobs first, then what runs, then what waits; in each the oldest first."""
    return await conn.all(
        Queued,
        """
        with seen as (
          select j.*, s.starts, s.started_at, s.failed_at, s.failure,
                 case when j.status = 'failed' then 'HELD' when j.status <> 'queued' then 'RUNNING'
                      when j.execute_after > now() then 'DELAYED' else 'WAITING' end as state
          from pgqueuer j left join job_start s on s.job_id = j.id
          where j.id = $1 or $1 is null
        )
        select id as job_id, entrypoint as name, state,
               abs(extract(epoch from now() - case state
                 when 'HELD' then coalesce(failed_at, updated)
                 when 'RUNNING' then coalesce(started_at, updated)
                 else execute_after end))::float8 as age,
               coalesce(starts, 0) as starts, coalesce(payload, '{}') as payload,
               created as created_at, execute_after as due_at, started_at as begun_at,
               failed_at, failure
        from seen
        order by array_position('{HELD,RUNNING,WAITING,DELAYED}', state), execute_after, id
        limit $2
        """,
        job_id,
        limit,
    )


async def count_queued(conn: Conn) -> int:
    return await conn.value(int, "select count(*) from pgqueuer") or 0


async def requeue_held(conn: Conn, job_id: int) -> bool:
    changed = await conn.run(
        """
        update pgqueuer set status = 'queued', execute_after = now(), updated = now(), attempts = 0,
          queue_manager_id = null
        where id = $1 and status = 'failed'
        """,
        job_id,
    )
    return changed == 1


async def forget_starts(conn: Conn, job_id: int) -> None:
    await conn.run("delete from job_start where job_id = $1", job_id)


async def delete_held(conn: Conn, job_id: int) -> bool:
    gone = await conn.run("delete from pgqueuer where id = $1 and status = 'failed'", job_id)
    return gone == 1


async def prune_log(conn: Conn, most: int) -> int:
    """PgQueuer writes three rows of log a job and never deletes one: two weeks are kept."""
    return await conn.run(
        """
        delete from pgqueuer_log where ctid = any(array(
          select ctid from pgqueuer_log where created < now() - interval '14 days'
          order by created limit $1 for update skip locked))
        """,
        most,
    )


# Crons.


async def get_present(conn: Conn) -> datetime:
    return (await conn.one(_Present, "select kit_now() as at")).at


async def add_cron(conn: Conn, name: str, ticked_at: datetime) -> None:
    """A schedule seen for the first time owes nothing for the past."""
    await conn.run(
        "insert into cron (name, ticked_at) values ($1, $2) on conflict do nothing",
        name,
        ticked_at,
    )


async def take_tick(conn: Conn, name: str, due_at: datetime) -> bool:
    """Take the tick of `due_at` for this worker; False when it has been taken."""
    taken = await conn.run(
        "update cron set ticked_at = $2 where name = $1 and ticked_at < $2", name, due_at
    )
    return taken == 1
