"""A learner's courses and what is done of the unfinished ones, for statements that begin with `w`.

`w` is the learner (`user_id`). `mine` are all their courses that are not in the trash, `going`
the `$3` last visited of those that may be gone on with.
"""

MINE = """\
mine as materialized (
  select cp.course_id, cp.release, cp.active, cp.units_done, cp.units_total, cp.lessons_done,
    cp.lessons_total, cp.completed_at, cp.last_accessed_at, c.slug, c.status, c.open, c.category,
    c.difficulty
  from w join course_progress cp on cp.user_id = w.user_id
    join course c on c.id = cp.course_id and c.trashed_at is null),
going as materialized (
  select * from mine where active and completed_at is null and open
  order by last_accessed_at desc, course_id desc limit $3)"""

# Rows as arrays of records: aggregates, of arrays or of JSON, cost more to begin than all there is
# to read.
BEGUN = """\
  array(
    select row(g.course_id, g.slug, g.status, g.release, g.units_done, g.units_total,
      g.lessons_done, g.lessons_total, g.last_accessed_at)
    from going g order by g.last_accessed_at desc, g.course_id desc) as courses,
  array(
    select row(p.lesson_id, case when p.sections_total > 0
        then p.sections_done * 100 / p.sections_total
        else 100 * (p.completed_at is not null)::int end, p.completed_at is not null)
    from going g join lesson_progress p
      on p.user_id = w.user_id and p.course_id = g.course_id) as lessons,
  array(
    select p.section_id from going g join section_progress p
      on p.user_id = w.user_id and p.course_id = g.course_id) as section_ids"""
