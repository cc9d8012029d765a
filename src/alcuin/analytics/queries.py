"""Every SQL statement of analytics."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.analytics.data import CourseNumbers
from alcuin.kit.db import Conn
from alcuin.kit.events import Recorded

READER = "analytics.courses"


async def apply(conn: Conn, generation: int, events: Sequence[Recorded]) -> None:
    """Take a batch: what it says of each learner first, then what that changes of the counts."""
    await conn.run(
        """
        with told as (
          select e.user_id, e.course_id,
            -- Events of one learner in one course come in order: the last word counts.
            (array_agg(e.kind = 'Enrolled' order by e.n desc)
              filter (where e.kind in ('Enrolled', 'Withdrawn')))[1] as enrolled,
            bool_or(e.kind in ('SectionCompleted', 'LessonCompleted', 'CourseCompleted'))
              as started,
            bool_or(e.kind = 'CourseCompleted') as completed
          from unnest($2::text[], $3::uuid[], $4::uuid[])
            with ordinality as e(kind, user_id, course_id, n)
          where e.user_id is not null and e.course_id is not null
          group by e.user_id, e.course_id),
        -- One worker at a time takes a generation's batch, so what stands here stays meanwhile.
        -- Most completions say what is known (their learner has started) and write nothing.
        changed as (
          select t.user_id, t.course_id, coalesce(t.enrolled, x.enrolled, false) as enrolled,
            t.started or coalesce(x.started, false) as started,
            t.completed or coalesce(x.completed, false) as completed,
            coalesce(x.enrolled, false) as was_enrolled,
            coalesce(x.started, false) as was_started,
            coalesce(x.completed, false) as was_completed
          from told t left join course_learner x
            on x.generation = $1 and x.user_id = t.user_id and x.course_id = t.course_id
          where x.user_id is null or t.enrolled <> x.enrolled
            or (t.started and not x.started) or (t.completed and not x.completed)),
        learner as (
          insert into course_learner (generation, user_id, course_id, enrolled, started, completed)
          select $1, user_id, course_id, enrolled, started, completed from changed
          on conflict (generation, user_id, course_id) do update set
            enrolled = excluded.enrolled, started = excluded.started,
            completed = excluded.completed),
        change as (
          select course_id, sum(enrolled::int - was_enrolled::int)::int as enrolled,
            sum((enrolled and started)::int - (was_enrolled and was_started)::int)::int as active,
            sum(completed::int - was_completed::int)::int as completed
          from changed group by course_id),
        known as (
          insert into course_count as x (generation, course_id, enrolled, active, completed)
          select $1, course_id, enrolled, active, completed from change
          where not exists (
            select from course_count c
            where c.generation = $1 and c.course_id = change.course_id))
        update course_count x set enrolled = x.enrolled + c.enrolled,
          active = x.active + c.active, completed = x.completed + c.completed
        from change c where x.generation = $1 and x.course_id = c.course_id
        """,
        generation,
        [event.kind for event in events],
        [event.user_id for event in events],
        [event.course_id for event in events],
    )


async def forget(conn: Conn, generation: int) -> None:
    """Delete a generation."""
    await conn.run("delete from course_learner where generation = $1", generation)
    await conn.run("delete from course_count where generation = $1", generation)


async def find_numbers(conn: Conn, course_id: UUID) -> CourseNumbers | None:
    """Numbers of a course; None before anybody came."""
    return await conn.maybe(
        CourseNumbers,
        """
        select c.course_id, c.enrolled, c.active, c.completed
        from reader r join course_count c on c.generation = r.generation
        where r.name = 'analytics.courses' and r.current and c.course_id = $1
        """,
        course_id,
    )
