"""Statements that forget: a generation of the projection, and courses that are gone."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.analytics.data.courses_told import ALL_COURSES
from alcuin.kit.db import Conn


async def forget_learners(conn: Conn, generation: int) -> None:
    """Delete a generation."""
    await conn.run("delete from course_learner where generation = $1", generation)
    await conn.run("delete from course_count where generation = $1", generation)
    await conn.run("delete from course_day where generation = $1", generation)
    await conn.run("delete from course_week where generation = $1", generation)
    await conn.run("delete from course_cohort where generation = $1", generation)
    await conn.run("delete from course_cohort_week where generation = $1", generation)
    await conn.run("delete from course_place where generation = $1", generation)


async def forget_courses(conn: Conn, generation: int, course_ids: Sequence[UUID]) -> None:
    """Courses are deleted for good: nobody is in them now. What happened stays in all courses."""
    await conn.run(
        """
        with gone as (
          delete from course_count where generation = $1 and course_id = any ($3)
          returning enrolled, active),
        day as (delete from course_day where generation = $1 and course_id = any ($3)),
        week as (delete from course_week where generation = $1 and course_id = any ($3)),
        cohort as (delete from course_cohort where generation = $1 and course_id = any ($3)),
        cohort_week as (
          delete from course_cohort_week where generation = $1 and course_id = any ($3)),
        place as (delete from course_place where generation = $1 and course_id = any ($3)),
        lesson as (delete from course_lesson where generation = $1 and course_id = any ($3))
        update course_count x set enrolled = x.enrolled - g.enrolled, active = x.active - g.active
        from (select sum(enrolled)::int as enrolled, sum(active)::int as active from gone) g
        where x.generation = $1 and x.course_id = $2 and g.enrolled is not null
        """,
        generation,
        ALL_COURSES,
        course_ids,
    )
