"""What is counted of courses, as those who teach ask for it.

One course, several or all (`ALL_COURSES`) are asked in the same way: rollups by course are
added up. How many rows are read is bound by days, weeks and lessons, never by learners.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from alcuin.analytics.data.courses import (
    Cohort,
    Counts,
    CourseDay,
    CourseWeek,
    Dates,
    LessonCounts,
    Released,
    Stopped,
)
from alcuin.analytics.data.courses_told import ALL_COURSES, WEEKS_AFTER
from alcuin.kit.db import Conn


class Today(msgspec.Struct, frozen=True):
    """What day it is somewhere."""

    on: date


async def find_today(conn: Conn, time_zone: str) -> Today:
    return await conn.one(Today, "select (kit_now() at time zone $1)::date as on", time_zone)


async def find_released(conn: Conn, course_id: UUID) -> Released | None:
    """The current release of a course."""
    return await conn.maybe(
        Released,
        "select id as course_id, slug, release, status from course where id = $1",
        course_id,
    )


async def list_taught(conn: Conn, user_id: UUID, most: int) -> list[UUID]:
    """Courses on whose staff somebody is, the newest first, without those in the trash."""
    found = await conn.value(
        list[UUID],
        """
        select coalesce(array_agg(t.course_id), '{}') from (
          select s.course_id from course_staff s join course c on c.id = s.course_id
          where s.user_id = $1 and c.trashed_at is null
          order by s.course_id desc limit $2) t
        """,
        user_id,
        most,
    )
    return found or []


async def find_counts(conn: Conn, course_ids: Sequence[UUID]) -> Counts:
    return await conn.one(
        Counts,
        """
        select coalesce(sum(c.enrolled), 0)::int as enrolled,
          coalesce(sum(c.active), 0)::int as active,
          coalesce(sum(c.learners), 0)::int as learners,
          coalesce(sum(c.completed), 0)::int as completed, coalesce(sum(c.timed), 0)::int as timed
        from reader r cross join unnest($1::uuid[]) m(course_id)
          join course_count c on c.generation = r.generation and c.course_id = m.course_id
        where r.name = 'analytics.courses' and r.current
        """,
        course_ids,
    )


async def list_days(conn: Conn, course_ids: Sequence[UUID], dates: Dates) -> list[CourseDay]:
    """Days on which something happened."""
    return await conn.all(
        CourseDay,
        """
        select d.day_on as date, sum(d.enrolled)::int as enrolled,
          sum(d.withdrawn)::int as withdrawn, sum(d.completed)::int as completed,
          sum(d.active)::int as active_learners, sum(d.seconds)::bigint as seconds
        from reader r cross join unnest($1::uuid[]) m(course_id)
          join course_day d on d.generation = r.generation and d.course_id = m.course_id
            and d.day_on between $2 and $3
        where r.name = 'analytics.courses' and r.current
        group by d.day_on order by d.day_on
        """,
        course_ids,
        dates.from_on,
        dates.until_on,
    )


async def list_weeks(conn: Conn, course_ids: Sequence[UUID], dates: Dates) -> list[CourseWeek]:
    """Weeks of which a day was asked for."""
    return await conn.all(
        CourseWeek,
        """
        select w.week_on as week_of, sum(w.active)::int as active_learners
        from reader r cross join unnest($1::uuid[]) m(course_id)
          join course_week w on w.generation = r.generation and w.course_id = m.course_id
            and w.week_on between $2::date - 6 and $3
        where r.name = 'analytics.courses' and r.current
        group by w.week_on order by w.week_on
        """,
        course_ids,
        dates.from_on,
        dates.until_on,
    )


async def list_cohorts(conn: Conn, course_ids: Sequence[UUID], dates: Dates) -> list[Cohort]:
    """Cohorts of weeks of which a day was asked for, each up to the week that it is now."""
    return await conn.all(
        Cohort,
        """
        with c as materialized (
          select r.generation, c.cohort_on, sum(c.learners)::int as learners,
            sum(c.completed)::int as completed
          from reader r cross join unnest($1::uuid[]) m(course_id)
            join course_cohort c on c.generation = r.generation and c.course_id = m.course_id
              and c.cohort_on between $2::date - 6 and $3
          where r.name = 'analytics.courses' and r.current
          group by r.generation, c.cohort_on),
        a as materialized (
          select a.cohort_on, a.week, sum(a.active)::int as active
          from reader r cross join unnest($1::uuid[]) m(course_id)
            join course_cohort_week a on a.generation = r.generation
              and a.course_id = m.course_id and a.cohort_on between $2::date - 6 and $3
          where r.name = 'analytics.courses' and r.current
          group by a.cohort_on, a.week)
        select c.cohort_on as week_of, c.learners, c.completed,
          coalesce(array_agg(coalesce(a.active, 0) order by n.week)
            filter (where n.week is not null), '{}') as active
        from c
          left join generate_series(0, $5::int) n(week) on c.cohort_on + 7 * n.week <= $4::date
          left join a on a.cohort_on = c.cohort_on and a.week = n.week
        group by c.cohort_on, c.learners, c.completed order by c.cohort_on
        """,
        course_ids,
        dates.from_on,
        dates.until_on,
        dates.today,
        WEEKS_AFTER,
    )


async def list_lessons(conn: Conn, course_id: UUID) -> list[LessonCounts]:
    """Lessons that anything is counted of, in whatever release they are or were."""
    return await conn.all(
        LessonCounts,
        """
        select nullif(l.lesson_id, $2) as lesson_id, l.started, l.completed, l.timed, l.seconds
        from reader r join course_lesson l on l.generation = r.generation and l.course_id = $1
        where r.name = 'analytics.courses' and r.current
        """,
        course_id,
        ALL_COURSES,
    )


async def list_stopped(conn: Conn, course_id: UUID, since: date) -> list[Stopped]:
    """Learners who did nothing on or after `since`: all, without those of the last days."""
    return await conn.all(
        Stopped,
        """
        select nullif(p.lesson_id, $3) as lesson_id, sum(p.learners)::int as learners
        from reader r cross join lateral (
          select a.lesson_id, a.learners from course_place a
          where a.generation = r.generation and a.course_id = $1 and a.last_on = '-infinity'
          union all
          select b.lesson_id, -b.learners from course_place b
          where b.generation = r.generation and b.course_id = $1 and b.last_on >= $2) p
        where r.name = 'analytics.courses' and r.current
        group by p.lesson_id having sum(p.learners) > 0
        """,
        course_id,
        since,
        ALL_COURSES,
    )
