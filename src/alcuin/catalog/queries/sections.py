"""Sections of the working copy. Their positions are 1 to n in each lesson, at every commit."""

from uuid import UUID

from alcuin.catalog.data.sections import NewSection, SectionForStaff
from alcuin.catalog.queries.courses import Identified
from alcuin.kit.db import Conn


async def find_section(
    conn: Conn, section_id: UUID, reader: UUID | None, *, everything: bool
) -> SectionForStaff | None:
    """A section of a course that `reader` teaches; any section where they may see everything."""
    return await conn.maybe(
        SectionForStaff,
        """
        select s.id, s.lesson_id, s.course_id, s.title, s.content, s.type, s.position as "order",
          s.video_url, s.image_url, s.code_snippet, s.quiz, s.preview, s.revision,
          s.created_at, s.updated_at, s.metadata
        from section s join course c on c.id = s.course_id
        where s.id = $1 and c.trashed_at is null and ($3 or exists (
          select from course_staff m where m.course_id = s.course_id and m.user_id = $2))
        """,
        section_id,
        reader,
        everything,
    )


async def count_sections(conn: Conn, course_id: UUID, lesson_id: UUID) -> int | None:
    """How many sections a lesson of this course has; None where it is not one of them."""
    return await conn.value(
        int,
        """
        select (select count(*) from section s where s.lesson_id = l.id)
        from lesson l where l.id = $2 and l.course_id = $1
        """,
        course_id,
        lesson_id,
    )


async def insert_section(
    conn: Conn, course_id: UUID, lesson_id: UUID, new: NewSection, place: int
) -> UUID:
    """Put a section at a place; those from there on move up."""
    return (
        await conn.one(
            Identified,
            """
            with moved as (
              update section set position = position + 1, revision = revision + 1
              where lesson_id = $2 and position >= $3)
            insert into section (course_id, lesson_id, position, title, content, type, video_url,
              image_url, code_snippet, quiz, preview, metadata)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            returning id
            """,
            course_id,
            lesson_id,
            place,
            new.title,
            new.content,
            new.type,
            new.video_url,
            new.image_url,
            new.code_snippet,
            new.quiz,
            new.preview,
            new.metadata,
        )
    ).id


async def update_section(conn: Conn, section: SectionForStaff) -> None:
    """Write what authors may change; the place is changed by `move_section`."""
    await conn.run(
        """
        update section set title = $2, content = $3, type = $4, video_url = $5, image_url = $6,
          code_snippet = $7, quiz = $8, preview = $9, metadata = $10,
          revision = revision + 1, updated_at = kit_now()
        where id = $1
        """,
        section.id,
        section.title,
        section.content,
        section.type,
        section.video_url,
        section.image_url,
        section.code_snippet,
        section.quiz,
        section.preview,
        section.metadata,
    )


async def move_section(conn: Conn, section_id: UUID, lesson_id: UUID, place: int) -> int:
    """Take a section to a place of its lesson or of another one of the course.

    Answers how many rows moved. Those behind close the gap, then those from the new place
    on give way; as for lessons, revisions move with positions.
    """
    return await conn.run(
        """
        with m as (
          select s.id, s.lesson_id as source, s.position as was, least($3, (
            select count(*)::int from section n where n.lesson_id = $2 and n.id <> s.id) + 1
            ) as will
          from section s where s.id = $1),
        placed as (
          select s.id, case when s.id = m.id then $2 else s.lesson_id end as lesson_id,
            case when s.id = m.id then m.will
              else closed.position + (s.lesson_id = $2 and closed.position >= m.will)::int
            end as position
          from m join section s on s.lesson_id in (m.source, $2),
            lateral (
              select s.position - (s.lesson_id = m.source and s.position > m.was)::int as position
            ) closed)
        update section s
        set lesson_id = p.lesson_id, position = p.position, revision = s.revision + 1
        from placed p
        where s.id = p.id and (s.lesson_id, s.position) <> (p.lesson_id, p.position)
        """,
        section_id,
        lesson_id,
        place,
    )


async def delete_section(conn: Conn, section_id: UUID) -> None:
    """Take a section out; those behind it close the gap."""
    await conn.run(
        """
        with gone as (delete from section where id = $1 returning lesson_id, position)
        update section s set position = s.position - 1, revision = s.revision + 1
        from gone where s.lesson_id = gone.lesson_id and s.position > gone.position
        """,
        section_id,
    )
