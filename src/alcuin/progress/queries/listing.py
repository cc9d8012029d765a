"""Lists of progress: my courses, and the students of a course.

Each page is cut in the index before anything is joined to it. The first page begins at the
end of time, so that pages by number and by cursor are one statement with one plan.
"""

from datetime import datetime
from uuid import UUID

from alcuin.kit.db import Conn
from alcuin.progress.data.lists import MyCourse, Order, Standing, Student

BOUND = 100
"""Rows that are counted for a total; beyond, it is a lower bound."""

_COUNTS = """
  cp.release, (cp.units_done * 100::bigint / cp.units_total)::int as completion_percentage,
  cp.lessons_done as completed_lessons, cp.lessons_total as total_lessons,
  cp.completed_at is not null as is_completed, cp.started_at, cp.completed_at,
  cp.last_accessed_at
"""

MY_COURSES = f"""
select p.id, p.course_id, c.slug, c.status, p.enrolled_at, p.withdrawn_at,
  -- Learners read releases: a title that is being changed in the working copy is not theirs.
  coalesce(
    (select title from listing where course_id = c.id),
    (select convert_from(b.body, 'UTF8')::json ->> 'title' from release_body b
     where b.course_id = c.id and b.number = c.release and b.audience = 'PUBLIC')) as title,
  {_COUNTS}
from (
  select e.id, e.course_id, e.enrolled_at, e.withdrawn_at
  from enrollment e
  where e.user_id = $1 and (e.enrolled_at, e.course_id) < ($2, $3)
    and not exists (select from course t where t.id = e.course_id and t.trashed_at is not null)
  order by e.enrolled_at desc, e.course_id desc limit $4 offset $5) p
  join course c on c.id = p.course_id
  join course_progress cp on cp.user_id = $1 and cp.course_id = p.course_id
order by p.enrolled_at desc, p.course_id desc
"""  # noqa: S608  put together from a constant, once

# Which table's moment orders a list, and which rows are in it; each has an index of its own.
_LISTS = {
    Standing.ACTIVE: ("enrollment", "enrolled_at", "withdrawn_at is null"),
    Standing.COMPLETED: ("course_progress", "completed_at", "completed_at is not null"),
    Standing.WITHDRAWN: ("enrollment", "withdrawn_at", "withdrawn_at is not null"),
}
_ORDERS = {Order.NEWEST: ("<", "desc"), Order.OLDEST: (">", "asc")}
_OTHER = {"enrollment": "course_progress", "course_progress": "enrollment"}
_ALIAS = {"enrollment": "e", "course_progress": "cp"}


def _students(standing: Standing, order: Order) -> str:
    table, moment, among = _LISTS[standing]
    beyond, way = _ORDERS[order]
    other, page = _OTHER[table], _ALIAS[table]
    # `offset 0` keeps the other table from being joined whole: a plan for any course believes
    # that this one is of average size.
    return f"""
    select u.id as user_id, u.name, '/api/media/' || a.media_id as avatar,
      e.enrolled_at, e.withdrawn_at, {_COUNTS}
    from (
      select * from {table}
      where course_id = $1 and {among} and ({moment}, user_id) {beyond} ($2, $3)
      order by {moment} {way}, user_id {way} limit $4 offset $5) {page}
      cross join lateral (
        select * from {other} x where x.user_id = {page}.user_id and x.course_id = $1 offset 0
        ) {_ALIAS[other]}
      join app_user u on u.id = {page}.user_id
      left join avatar a on a.user_id = {page}.user_id
    order by {page}.{moment} {way}, {page}.user_id {way}
    """  # noqa: S608  put together from the constants above, once


STUDENTS = {
    (standing, order): _students(standing, order) for standing in Standing for order in Order
}


async def list_my_courses(
    conn: Conn, user_id: UUID, *, after: tuple[datetime, UUID], limit: int, offset: int
) -> list[MyCourse]:
    """Courses that a learner is or was enrolled in, newest enrollment first."""
    return await conn.all(MyCourse, MY_COURSES, user_id, *after, limit, offset)


async def count_my_courses(conn: Conn, user_id: UUID) -> int:
    """As many as are listed, up to the bound and one more."""
    return (
        await conn.value(
            int,
            """
            select count(*) from (
              select from enrollment e where e.user_id = $1 and not exists (
                select from course t where t.id = e.course_id and t.trashed_at is not null)
              limit $2) x
            """,
            user_id,
            BOUND + 1,
        )
        or 0
    )


async def list_students(
    conn: Conn,
    course_id: UUID,
    standing: Standing,
    order: Order,
    *,
    after: tuple[datetime, UUID],
    limit: int,
    offset: int,
) -> list[Student]:
    """Students of a course in the order of their standing's moment."""
    return await conn.all(Student, STUDENTS[standing, order], course_id, *after, limit, offset)


async def count_active(conn: Conn, course_id: UUID) -> int:
    """Exact: enrollment counts the seats."""
    return (
        await conn.value(
            int, "select seats_taken from enrollment_terms where course_id = $1", course_id
        )
        or 0
    )


async def count_completed(conn: Conn, course_id: UUID) -> int:
    """Up to the bound and one more."""
    return (
        await conn.value(
            int,
            """
            select count(*) from (
              select from course_progress
              where course_id = $1 and completed_at is not null limit $2) x
            """,
            course_id,
            BOUND + 1,
        )
        or 0
    )


async def count_withdrawn(conn: Conn, course_id: UUID) -> int:
    """Up to the bound and one more."""
    return (
        await conn.value(
            int,
            """
            select count(*) from (
              select from enrollment
              where course_id = $1 and withdrawn_at is not null limit $2) x
            """,
            course_id,
            BOUND + 1,
        )
        or 0
    )
