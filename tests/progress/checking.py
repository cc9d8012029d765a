"""A recount of everything, written another way than the product counts: what is wrong, by name."""

from alcuin.kit.db import Conn

CHECKS = {
    "course counters against a recount for the row's release": """
        select cp.user_id, cp.course_id from course_progress cp
        cross join lateral (
          select count(*) as lessons, sum(greatest(l.sections, 1)) as units,
            sum(case when l.sections = 0 then l.closed else l.done end) as done,
            sum(case when l.sections = 0 then l.closed else (l.done = l.sections)::int end)
              as lessons_done
          from (
            select rl.sections,
              (select count(*) from release_section rs join section_progress d
                 on d.section_id = rs.section_id and d.user_id = cp.user_id
               where rs.lesson_id = rl.lesson_id and rs.release = rl.release) as done,
              (select count(*) from lesson_progress lp
               where lp.user_id = cp.user_id and lp.lesson_id = rl.lesson_id
                 and lp.completed_at is not null) as closed
            from release_lesson rl
            where rl.course_id = cp.course_id and rl.release = cp.release) l) n
        where (cp.units_done, cp.units_total, cp.lessons_done, cp.lessons_total)
          <> (n.done, n.units, n.lessons_done, n.lessons)
    """,
    "lesson counters against a recount for the learner's release": """
        select lp.user_id, lp.lesson_id from lesson_progress lp
          join course_progress cp on cp.user_id = lp.user_id and cp.course_id = lp.course_id
          join release_lesson rl on rl.lesson_id = lp.lesson_id and rl.release = cp.release
        where lp.sections_total <> rl.sections or lp.sections_done <> (
          select count(*) from release_section rs join section_progress d
            on d.section_id = rs.section_id and d.user_id = lp.user_id
          where rs.lesson_id = lp.lesson_id and rs.release = cp.release)
    """,
    "lessons begun that have no row": """
        select d.user_id, d.section_id from section_progress d
          join course_progress cp on cp.user_id = d.user_id and cp.course_id = d.course_id
          join release_section rs on rs.section_id = d.section_id and rs.release = cp.release
        where not exists (select from lesson_progress lp
          where lp.user_id = d.user_id and lp.lesson_id = rs.lesson_id)
    """,
    "all done and not completed, or completed without a release": """
        select user_id, course_id from course_progress
        where (units_done = units_total and completed_at is null)
          or (completed_at is null) <> (completed_release is null)
        union all
        select user_id, lesson_id from lesson_progress
        where (sections_total > 0 and sections_done = sections_total and completed_at is null)
          or (completed_at is null) <> (completed_release is null)
    """,
    "each completion told once, and nothing else told": """
        select user_id, thing from (
          select 'SectionCompleted' as kind, user_id, section_id as thing, true as done
          from section_progress
          union all
          select 'LessonCompleted', user_id, lesson_id, true from lesson_progress
          where completed_at is not null
          union all
          select 'CourseCompleted', user_id, course_id, true from course_progress
          where completed_at is not null) d
        full join (
          select kind, user_id, coalesce(section_id, lesson_id, course_id) as thing,
            count(*) as times
          from event where kind like '%Completed' group by 1, 2, 3) told
        using (kind, user_id, thing)
        where told.times is distinct from 1 or done is null
    """,
    "active without being enrolled, or the other way": """
        select user_id, course_id from enrollment e
          full join course_progress cp using (user_id, course_id)
        where (e.withdrawn_at is null) is distinct from cp.active
    """,
    "seats": """
        select course_id, seats_taken from enrollment_terms t
        where seats_taken <> (select count(*) from enrollment e
          where e.course_id = t.course_id and e.withdrawn_at is null)
    """,
    "working copies whose order is no permutation": """
        select course_id from lesson group by course_id
        having count(distinct position) <> count(*)
          or (min(position), max(position)) <> (1, count(*))
        union all
        select lesson_id from section group by lesson_id
        having count(distinct position) <> count(*)
          or (min(position), max(position)) <> (1, count(*))
    """,
}


async def what_is_wrong(conn: Conn) -> dict[str, int]:
    """How many rows fail each check; nothing where all is well."""
    found = {name: len(await conn.raw.fetch(sql)) for name, sql in CHECKS.items()}
    return {name: rows for name, rows in found.items() if rows}
