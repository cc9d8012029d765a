"""Who was active in any course, each learner once, as administrators ask for it."""

from alcuin.analytics.data.courses import Dates
from alcuin.analytics.data.courses_together import PeopleOfDay
from alcuin.kit.db import Conn


async def list_people_by_day(conn: Conn, dates: Dates) -> list[PeopleOfDay]:
    return await conn.all(
        PeopleOfDay,
        """
        select d.day_on as on, d.learners
        from reader r join site_day d on d.generation = r.generation
          and d.day_on between $1 and $2
        where r.name = 'analytics.courses' and r.current
        """,
        dates.from_on,
        dates.until_on,
    )


async def list_people_by_week(conn: Conn, dates: Dates) -> list[PeopleOfDay]:
    """Weeks of which a day was asked for."""
    return await conn.all(
        PeopleOfDay,
        """
        select w.week_on as on, w.learners
        from reader r join site_week w on w.generation = r.generation
          and w.week_on between $1::date - 6 and $2
        where r.name = 'analytics.courses' and r.current
        """,
        dates.from_on,
        dates.until_on,
    )
