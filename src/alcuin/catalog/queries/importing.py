"""A plan laid over a working copy: what joins, leaves and lines up around its rows (`upserts`).

Rows that came from a folder carry the key they have there; rows without one were written
by hand, are never removed, and stand behind the imported ones.
"""

from uuid import UUID

import msgspec

from alcuin.catalog.data.rights import Standing
from alcuin.catalog.importing import CoursePlan
from alcuin.kit.db import Conn


class Keyed(msgspec.Struct, frozen=True):
    """A row by its key in the folder."""

    key: str


async def lock_imported(
    conn: Conn, owner_id: UUID, key: str, user_id: UUID | None
) -> Standing | None:
    """The course that came from the folder of this key, for its owner."""
    return await conn.maybe(
        Standing,
        """
        select c.id as course_id, c.status, c.release, s.role
        from course c left join course_staff s on s.course_id = c.id and s.user_id = $3
        where c.created_by = $1 and c.source_key = $2 and c.trashed_at is null
        for no key update of c
        """,
        owner_id,
        key,
        user_id,
    )


async def set_requirements(conn: Conn, course_id: UUID, plan: CoursePlan) -> set[str]:
    """Have the imported lessons require what the plan says; answers the keys of the changed."""
    changed = await conn.all(
        Keyed,
        """
        with wanted as (
          select l.id as lesson_id, r.id as requires_id
          from jsonb_to_recordset($2) as x(key text, requires text[])
          join lesson l on l.course_id = $1 and l.source_key = x.key
          join lesson r on r.course_id = $1 and r.source_key = any (x.requires)),
        gone as (
          delete from lesson_requirement q using lesson l
          where l.id = q.lesson_id and l.course_id = $1 and l.source_key is not null
            and not exists (select from wanted w
              where w.lesson_id = q.lesson_id and w.requires_id = q.requires_id)
          returning q.lesson_id),
        added as (
          insert into lesson_requirement (lesson_id, requires_id, course_id)
          select lesson_id, requires_id, $1 from wanted
          on conflict do nothing returning lesson_id)
        update lesson set revision = revision + 1
        where id in (select lesson_id from gone union select lesson_id from added)
        returning source_key as key
        """,
        course_id,
        [{"key": lesson.key, "requires": lesson.requires} for lesson in plan.lessons],
    )
    return {lesson.key for lesson in changed}


async def delete_vanished(conn: Conn, course_id: UUID, plan: CoursePlan) -> tuple[int, int]:
    """Take out imported lessons and sections that the folder has no more; answers how many.

    The sections of a vanished lesson go with it, also those written by hand: they count.
    """
    lesson_keys = [lesson.key for lesson in plan.lessons]
    sections = await conn.run(
        """
        delete from section s using lesson l
        where s.course_id = $1 and l.id = s.lesson_id
          and (s.source_key <> all ($2) or l.source_key <> all ($3))
        """,
        course_id,
        [section.key for lesson in plan.lessons for section in lesson.sections],
        lesson_keys,
    )
    lessons = await conn.run(
        "delete from lesson where course_id = $1 and source_key <> all ($2)",
        course_id,
        lesson_keys,
    )
    return lessons, sections


async def close_ranks(conn: Conn, course_id: UUID) -> None:
    """Line up what was written by hand behind what was imported."""
    await conn.run(
        """
        update lesson l set position = p.position, revision = revision + 1
        from (
          select id, row_number() over (order by source_key is null, position, id) as position
          from lesson where course_id = $1) p
        where l.id = p.id and l.position <> p.position
        """,
        course_id,
    )
    await conn.run(
        """
        update section s set position = p.position, revision = revision + 1
        from (
          select id, row_number() over (
            partition by lesson_id order by source_key is null, position, id) as position
          from section where course_id = $1) p
        where s.id = p.id and s.position <> p.position
        """,
        course_id,
    )
