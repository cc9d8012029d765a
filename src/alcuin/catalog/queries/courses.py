"""Courses of the working copy."""

from uuid import UUID

import msgspec

from alcuin.catalog.data.courses import CourseForStaff, CourseStatus, NewCourse
from alcuin.kit.db import Conn


class Identified(msgspec.Struct, frozen=True):
    """What was just stored."""

    id: UUID


async def find_course(
    conn: Conn, ref: UUID | str, reader: UUID | None, *, everything: bool
) -> CourseForStaff | None:
    """A course that `reader` teaches; any course where they may see everything."""
    return await conn.maybe(
        CourseForStaff,
        """
        select c.id, c.slug, c.title, c.description, c.difficulty, k.name as category, c.tags,
          c.thumbnail, c.estimated_minutes as estimated_duration, c.language,
          c.generated_by, c.generation_prompt, c.ai_metadata,
          c.status, c.status = 'PUBLISHED' as is_published, c.published_at, c.release,
          coalesce(c.content_revision <> r.content_revision, true) as has_unpublished_changes,
          c.revision, c.created_by, c.created_at, c.updated_at, c.metadata, m.role as staff_role,
          coalesce((
            select jsonb_agg(jsonb_build_object(
              'id', l.id, 'title', l.title, 'order', l.position,
              'estimatedDuration', l.estimated_minutes, 'contentType', l.content_type,
              'requires', array(
                select q.requires_id from lesson_requirement q
                join lesson n on n.id = q.requires_id
                where q.lesson_id = l.id order by n.position),
              'sections', coalesce((
                select jsonb_agg(jsonb_build_object(
                  'id', s.id, 'title', s.title, 'order', s.position, 'type', s.type,
                  'preview', s.preview, 'hasQuiz', s.quiz is not null) order by s.position)
                from section s where s.lesson_id = l.id), '[]')) order by l.position)
            from lesson l where l.course_id = c.id), '[]') as lessons
        from course c join category k on k.key = c.category
        left join release r on r.course_id = c.id and r.number = c.release
        left join course_staff m on m.course_id = c.id and m.user_id = $3
        where (c.id = $1 or c.slug = $2) and c.trashed_at is null
          and ($4 or m.role is not null)
        """,
        ref if isinstance(ref, UUID) else None,
        ref if isinstance(ref, str) else None,
        reader,
        everything,
    )


async def has_many_unpublished(conn: Conn, user_id: UUID, many: int) -> bool:
    """Whether somebody has `many` courses or more that were never published."""
    found = await conn.value(
        int,
        """
        select count(*) from (
          select from course where created_by = $1 and release = 0 limit $2) x
        """,
        user_id,
        many,
    )
    return found == many


async def hold_slug(conn: Conn, slug: str) -> None:
    """Have others who make the same slug of a title wait for this transaction."""
    await conn.run("select pg_advisory_xact_lock(hashtextextended('slug ' || $1, 0))", slug)


async def free_slug(conn: Conn, slug: str) -> str:
    """The slug, or the slug with the first number that nobody has; after `hold_slug`."""
    free = await conn.value(
        str,
        """
        select candidate from (
          select n, case n when 1 then $1 else $1 || '-' || n end as candidate
          from generate_series(1, 50) n
          union all select 51, $1 || '-' || right(uuidv7()::text, 12)) x
        where not exists (select from course where slug = candidate) order by n limit 1
        """,
        slug,
    )
    return free or slug


async def insert_category(conn: Conn, key: str, name: str) -> None:
    """The first spelling of a category is the one that is shown."""
    await conn.run(
        "insert into category (key, name) values ($1, $2) on conflict (key) do nothing", key, name
    )


async def insert_course(
    conn: Conn, new: NewCourse, *, slug: str, category: str, owner_id: UUID, source_key: str | None
) -> UUID:
    """A draft with its owner."""
    return (
        await conn.one(
            Identified,
            """
            with added as (
              insert into course (slug, title, description, difficulty, category, tags, thumbnail,
                estimated_minutes, language, generated_by, generation_prompt, ai_metadata,
                metadata, created_by, source_key)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
              returning id)
            insert into course_staff (course_id, user_id, role)
            select id, $14, 'OWNER' from added
            returning course_id as id
            """,
            slug,
            new.title,
            new.description,
            new.difficulty,
            category,
            new.tags,
            new.thumbnail,
            new.estimated_duration,
            new.language,
            new.generated_by,
            new.generation_prompt,
            new.ai_metadata,
            new.metadata,
            owner_id,
            source_key,
        )
    ).id


async def update_course(conn: Conn, course: CourseForStaff, *, category: str) -> None:
    """Write what authors may change."""
    await conn.run(
        """
        update course set slug = $2, title = $3, description = $4, difficulty = $5, category = $6,
          tags = $7, thumbnail = $8, estimated_minutes = $9, language = $10, generated_by = $11,
          generation_prompt = $12, ai_metadata = $13, metadata = $14,
          revision = revision + 1, content_revision = content_revision + 1, updated_at = kit_now()
        where id = $1
        """,
        course.id,
        course.slug,
        course.title,
        course.description,
        course.difficulty,
        category,
        course.tags,
        course.thumbnail,
        course.estimated_duration,
        course.language,
        course.generated_by,
        course.generation_prompt,
        course.ai_metadata,
        course.metadata,
    )


async def touch_course(conn: Conn, course_id: UUID) -> None:
    """Something in the course has changed: the next release will differ."""
    await conn.run(
        """
        update course set content_revision = content_revision + 1, updated_at = kit_now()
        where id = $1
        """,
        course_id,
    )


async def set_status(conn: Conn, course_id: UUID, status: CourseStatus) -> None:
    """Between draft and review, where nobody outside the staff notices."""
    await conn.run(
        """
        update course set status = $2, revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        course_id,
        status,
    )
