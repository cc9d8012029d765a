"""SQL of counted attempts and of leases."""

from alcuin.kit.db import Conn
from alcuin.kit.limits.data import Asked, Counted, Lent


async def count(conn: Conn, digest: bytes, window_seconds: int) -> Counted:
    """One statement, so that no two attempts ever read the same count."""
    return await conn.one(
        Counted,
        """
        insert into attempt_counter as c (key, window_starts_at, attempts)
        values ($1, date_bin(make_interval(secs => $2), kit_now(), 'epoch'), 1)
        on conflict (key, window_starts_at) do update set attempts = c.attempts + 1
        returning attempts, extract(epoch from
          window_starts_at + make_interval(secs => $2) - kit_now())::float8 as seconds
        """,
        digest,
        window_seconds,
    )


async def uncount(conn: Conn, digest: bytes, window_seconds: int) -> None:
    """Where the window has changed meanwhile, there is nothing to give back."""
    await conn.run(
        """
        update attempt_counter set attempts = attempts - 1
        where key = $1 and attempts > 0
          and window_starts_at = date_bin(make_interval(secs => $2), kit_now(), 'epoch')
        """,
        digest,
        window_seconds,
    )


async def prune_attempts(conn: Conn, most: int) -> int:
    """Forget windows that began more than a day ago; none is longer."""
    return await conn.run(
        """
        delete from attempt_counter where ctid = any(array(
          select ctid from attempt_counter where window_starts_at < kit_now() - interval '1 day'
          order by window_starts_at limit $1 for update skip locked))
        """,
        most,
    )


async def lend(conn: Conn, digest: bytes, asked: Asked) -> Lent:
    """Take a lease: one statement, so that no two processes ever share a request.

    A row of an older window is begun anew. A row of a newer one, which somebody wrote while
    this statement waited for it, is what counts.
    """
    return await conn.one(
        Lent,
        """
        insert into request_lease as r (subject, window_starts_at, taken, ahead)
        values ($1, date_bin(make_interval(secs => $2), kit_now(), 'epoch'),
          least($3, $4::int) + lease_ahead($4, $3, $5), lease_ahead($4, $3, $5))
        on conflict (subject) do update set (window_starts_at, taken, ahead) = (
          select s.starts_at,
            s.taken + least(s.room, $3) + lease_ahead(s.room, $3, $5 - s.ahead),
            s.ahead + lease_ahead(s.room, $3, $5 - s.ahead)
          from (
            select r.window_starts_at as starts_at, r.taken, greatest(0, $4 - r.taken) as room,
              greatest(0, r.ahead - case when r.window_starts_at = $7 then $6 else 0 end) as ahead
            where r.window_starts_at >= excluded.window_starts_at
            union all
            select excluded.window_starts_at, 0, $4, 0
            where r.window_starts_at < excluded.window_starts_at
          ) s)
        returning
          new.taken - case when old.window_starts_at = new.window_starts_at
            then old.taken else 0 end as granted,
          greatest(0, $4 - new.taken) as rest,
          new.window_starts_at,
          extract(epoch from
            new.window_starts_at + make_interval(secs => $2) - kit_now())::float8 as seconds
        """,
        digest,
        asked.window_seconds,
        asked.wanted,
        asked.pool,
        asked.spare,
        asked.spent_ahead,
        asked.of,
    )


async def prune_leases(conn: Conn, most: int) -> int:
    """Forget who has not asked for an hour; no window is longer."""
    return await conn.run(
        """
        delete from request_lease where ctid = any(array(
          select ctid from request_lease where window_starts_at < kit_now() - interval '1 hour'
          limit $1 for update skip locked))
        """,
        most,
    )
