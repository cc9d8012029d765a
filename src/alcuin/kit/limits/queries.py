"""SQL of counted attempts."""

from alcuin.kit.db import Conn


async def count(conn: Conn, digest: bytes, window_seconds: int) -> int:
    """One statement, so that no two attempts ever read the same count."""
    counted = await conn.value(
        int,
        """
        insert into attempt_counter as c (key, window_starts_at, attempts)
        values ($1, date_bin(make_interval(secs => $2), kit_now(), 'epoch'), 1)
        on conflict (key, window_starts_at) do update set attempts = c.attempts + 1
        returning attempts
        """,
        digest,
        window_seconds,
    )
    assert counted is not None  # noqa: S101  `returning` always answers
    return counted


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
