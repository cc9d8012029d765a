"""What one person has unlocked, as they take it along; the newest first."""

from uuid import UUID

from alcuin.achievements.data.unlocking import KeptAchievement, KeptTally
from alcuin.kit.db import Conn


async def list_kept(conn: Conn, user_id: UUID, most: int) -> list[KeptAchievement]:
    return await conn.all(
        KeptAchievement,
        """
        select key, points, unlocked_at from achievement_unlocked
        where user_id = $1 order by unlocked_at desc, key limit $2
        """,
        user_id,
        most,
    )


async def list_tally(conn: Conn, user_id: UUID) -> list[KeptTally]:
    """At most one."""
    return await conn.all(
        KeptTally,
        """
        select seconds, array(
          select g.day::date from unnest(dates) r
            cross join generate_series(lower(r), upper(r) - 1, interval '1 day') g(day)
          order by 1) as dates
        from achievement_tally where user_id = $1
        """,
        user_id,
    )


async def delete_tally(conn: Conn, user_id: UUID) -> None:
    await conn.run("delete from achievement_tally where user_id = $1", user_id)
