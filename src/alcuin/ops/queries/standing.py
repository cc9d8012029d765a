"""SQL of how jobs and readers stand, for metrics and for `alcuin doctor`. Each is bounded."""

import msgspec

from alcuin.kit.db import Conn


class JobsStanding(msgspec.Struct, frozen=True):
    """Jobs of one kind in one state: waiting, delayed, running or held."""

    job: str
    state: str
    jobs: int
    oldest_seconds: float  # since due, since begun, since it failed; of the delayed since asked for


class ReaderStanding(msgspec.Struct, frozen=True):
    """How far a reader of the log is behind, and why it stands."""

    reader: str
    events: int  # counted to 10,000
    seconds: float  # since the oldest event not taken yet
    failed_event_id: int | None
    failure: str | None


async def list_jobs_standing(conn: Conn) -> list[JobsStanding]:
    """The queue by job and state; of a queue beyond 100,000, so many."""
    return await conn.all(
        JobsStanding,
        """
        with listed as (
          select j.entrypoint as job, j.status, j.execute_after, j.created, s.started_at,
                 s.failed_at, j.updated
          from (select * from pgqueuer limit 100000) j left join job_start s on s.job_id = j.id
        ), placed as (
          select job,
                 case when status = 'failed' then 'held' when status <> 'queued' then 'running'
                      when execute_after > now() then 'delayed' else 'waiting' end as state,
                 case when status = 'failed' then coalesce(failed_at, updated)
                      when status <> 'queued' then coalesce(started_at, updated)
                      when execute_after > now() then created
                      else execute_after end as since
          from listed
        )
        select job, state, count(*) as jobs,
               greatest(0, extract(epoch from now() - min(since)))::float8 as oldest_seconds
        from placed group by job, state order by job, state
        """,
    )


async def list_readers_standing(conn: Conn) -> list[ReaderStanding]:
    """Every current reader. The index on tx finds where it stands."""
    return await conn.all(
        ReaderStanding,
        """
        select r.name as reader,
               (select count(*) from (select 1 from event e
                where e.tx >= pg_snapshot_xmax(r.done) and e.id > r.last_id limit 10000) due)
                 as events,
               coalesce(greatest(0, extract(epoch from kit_now() - least(
                 (select e.at from event e where e.tx >= pg_snapshot_xmax(r.done)
                    and e.id > r.last_id order by e.tx limit 1),
                 (select min(e.at) from event e
                  where e.tx = any (array(select pg_snapshot_xip(r.done)))
                    and e.id > r.last_id)))), 0)::float8 as seconds,
               r.failed_event_id, r.failure
        from reader r where r.current order by r.name
        """,
    )
