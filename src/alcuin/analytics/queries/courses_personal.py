"""What is counted of one person in courses, as they take it along."""

from datetime import date
from uuid import UUID

import msgspec

from alcuin.kit.db import Conn


class Counted(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A learner in a course, by the log; `activeDays` are local dates."""

    course_id: UUID
    enrolled: bool
    first_enrolled_on: date | None
    completed_on: date | None
    last_active_on: date | None
    active_days: int


async def list_counted(conn: Conn, user_id: UUID, most: int) -> list[Counted]:
    """By the projection that is shown now."""
    return await conn.all(
        Counted,
        """
        select x.course_id, x.enrolled, x.first_on as first_enrolled_on, x.completed_on,
          upper(x.dates) - 1 as last_active_on,
          (select coalesce(sum(upper(d) - lower(d)), 0)::int from unnest(x.dates) d)
            as active_days
        from reader r
          join course_learner x on x.generation = r.generation and x.user_id = $1
        where r.name = 'analytics.courses' and r.current
        order by x.course_id limit $2
        """,
        user_id,
        most,
    )
