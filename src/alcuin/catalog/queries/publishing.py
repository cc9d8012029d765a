"""Releases as they are made and taken back: what to freeze, what was frozen, who is told."""

from datetime import datetime
from uuid import UUID

import msgspec

from alcuin.catalog.releases.copies import (
    CourseCopy,
    Edition,
    LessonCopy,
    SectionCopy,
    WorkingCopy,
)
from alcuin.catalog.releases.encoding import Body
from alcuin.catalog.releases.shapes import Release
from alcuin.kit.db import Conn


class Editions(msgspec.Struct, frozen=True):
    """Where a course stands with its releases, and what time it is."""

    release: int
    published_at: datetime | None
    now: datetime


async def editions(conn: Conn, course_id: UUID) -> Editions:
    """Of a course whose row this transaction has locked."""
    return await conn.one(
        Editions,
        "select release, published_at, kit_now() as now from course where id = $1",
        course_id,
    )


async def working_copy(conn: Conn, course_id: UUID) -> WorkingCopy:
    """All of a course, in its order. The course's row is locked, so nobody edits meanwhile."""
    course = await conn.one(
        CourseCopy,
        """
        select c.id, slug, title, description, difficulty, category, k.name as category_name,
          tags, thumbnail, estimated_minutes, language, created_by, content_revision
        from course c join category k on k.key = c.category
        where c.id = $1
        """,
        course_id,
    )
    lessons = await conn.all(
        LessonCopy,
        """
        select id, title, description, estimated_minutes, content_type, learning_objectives,
          prerequisites,
          array(select requires_id from lesson_requirement r join lesson n on n.id = r.requires_id
                where r.lesson_id = l.id order by n.position) as requires
        from lesson l where course_id = $1 order by position
        """,
        course_id,
    )
    sections = await conn.all(
        SectionCopy,
        """
        select s.id, s.lesson_id, s.title, s.content, s.type, s.video_url, s.image_url,
          s.code_snippet, s.quiz, s.preview
        from section s join lesson l on l.id = s.lesson_id
        where s.course_id = $1 order by l.position, s.position
        """,
        course_id,
    )
    return WorkingCopy(course, lessons, sections)


async def insert_release(
    conn: Conn, copy: WorkingCopy, edition: Edition, *, units: int, by: UUID, note: str
) -> Release:
    return await conn.one(
        Release,
        """
        insert into release (course_id, number, published_at, published_by, note,
          lessons, sections, units, content_revision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning number, published_at, published_by, note, lessons, sections, units, withdrawn_at
        """,
        copy.course.id,
        edition.number,
        edition.released_at,
        by,
        note,
        len(copy.lessons),
        len(copy.sections),
        units,
        copy.course.content_revision,
    )


async def insert_bodies(conn: Conn, course_id: UUID, number: int, bodies: list[Body]) -> None:
    await conn.run(
        """
        insert into release_body (course_id, number, audience, hash, body)
        select $1, $2, x.audience, x.hash, x.body
        from unnest($3::text[], $4::text[], $5::bytea[]) as x(audience, hash, body)
        """,
        course_id,
        number,
        [body.audience for body in bodies],
        [body.hash for body in bodies],
        [body.body for body in bodies],
    )


async def insert_counted(conn: Conn, copy: WorkingCopy, number: int) -> None:
    """Lessons and sections of the release as progress counts them, straight from the copy."""
    await conn.run(
        """
        insert into release_lesson (lesson_id, release, course_id, position, sections, requires)
        select l.id, $2, l.course_id, l.position,
          (select count(*) from section s where s.lesson_id = l.id),
          array(select requires_id from lesson_requirement r where r.lesson_id = l.id order by 1)
        from lesson l where l.course_id = $1
        """,
        copy.course.id,
        number,
    )
    await conn.run(
        """
        insert into release_section (section_id, release, lesson_id, course_id, position)
        select id, $2, lesson_id, course_id, position from section where course_id = $1
        """,
        copy.course.id,
        number,
    )


async def set_published(conn: Conn, course_id: UUID, edition: Edition) -> None:
    await conn.run(
        """
        update course set status = 'PUBLISHED', open = true, release = $2, published_at = $3,
          revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        course_id,
        edition.number,
        edition.published_at,
    )


async def set_unpublished(conn: Conn, course_id: UUID) -> None:
    await conn.run(
        """
        update course set status = 'DRAFT', open = false,
          revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        course_id,
    )


async def set_archived(conn: Conn, course_id: UUID) -> None:
    """Archived courses stay open to those who are in them."""
    await conn.run(
        """
        update course set status = 'ARCHIVED', open = true,
          revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        course_id,
    )


async def withdraw_bodies(conn: Conn, course_id: UUID, number: int) -> bool:
    """Take a release's words and pictures back for good; what it counted stays.

    False if already withdrawn.
    """
    done = await conn.run(
        """
        update release set withdrawn_at = kit_now()
        where course_id = $1 and number = $2 and withdrawn_at is null
        """,
        course_id,
        number,
    )
    await conn.run(
        "delete from release_body where course_id = $1 and number = $2", course_id, number
    )
    await conn.run(
        "delete from release_media where course_id = $1 and release = $2", course_id, number
    )
    return done == 1


async def announce_release(conn: Conn, course_id: UUID) -> None:
    """Tell every worker at commit that what it remembers of this course is over."""
    await conn.run("select pg_notify('alcuin_release', $1::uuid::text)", course_id)
