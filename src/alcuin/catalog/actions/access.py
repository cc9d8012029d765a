"""Who may do what: asked before everything else, and on the way to a change under the lock."""

from uuid import UUID

from alcuin.catalog.data.rights import Rights, Standing
from alcuin.catalog.errors import CourseNotFound, LessonNotFound, SectionNotFound
from alcuin.catalog.queries import rights as queries
from alcuin.catalog.rules import rights as rules
from alcuin.kit.actor import Actor, Anonymous, Person, System
from alcuin.kit.db import Conn
from alcuin.kit.problems import NotFound


def user_of(actor: Actor | Anonymous) -> UUID | None:
    return actor.user_id if isinstance(actor, Person) else None


def sees_everything(actor: Actor | Anonymous) -> bool:
    """Whether somebody's rights do not hang on the staff of a course."""
    return isinstance(actor, System) or (isinstance(actor, Person) and actor.is_admin)


async def rights_of(conn: Conn, actor: Actor | Anonymous, ref: UUID | str) -> Rights:
    """What somebody may do with a course, by id or slug. Raises CourseNotFound."""
    standing = await queries.find_standing(conn, ref, user_of(actor))
    return rules.rights(actor, _required(standing, CourseNotFound))


async def lock_to_edit(conn: Conn, actor: Actor, ref: UUID | str) -> Standing:
    """Lock a course for its editors. Raises CourseNotFound, NotAnEditor."""
    standing = await queries.lock_course(conn, ref, user_of(actor))
    return _for_editors(actor, standing, CourseNotFound)


async def lock_to_own(
    conn: Conn, actor: Actor, ref: UUID | str, *, trashed: bool = False
) -> Standing:
    """Lock a course for its owners; in the trash nobody else may know of it.

    Raises CourseNotFound, NotAnOwner.
    """
    found = await queries.lock_course(conn, ref, user_of(actor), trashed=trashed)
    standing = _required(found, CourseNotFound)
    rights = rules.rights(actor, standing)
    if trashed and not rights.may_own:
        raise CourseNotFound
    rules.require_owner(rights)
    return standing


async def lock_lesson_to_edit(conn: Conn, actor: Actor, lesson_id: UUID) -> Standing:
    """Lock the course of a lesson for its editors. Raises LessonNotFound, NotAnEditor."""
    standing = await queries.lock_course_of_lesson(conn, lesson_id, user_of(actor))
    return _for_editors(actor, standing, LessonNotFound)


async def lock_section_to_edit(conn: Conn, actor: Actor, section_id: UUID) -> Standing:
    """Lock the course of a section for its editors. Raises SectionNotFound, NotAnEditor."""
    standing = await queries.lock_course_of_section(conn, section_id, user_of(actor))
    return _for_editors(actor, standing, SectionNotFound)


def _for_editors(actor: Actor, found: Standing | None, unknown: type[NotFound]) -> Standing:
    standing = _required(found, unknown)
    rules.require_editor(rules.rights(actor, standing), unknown)
    return standing


def _required(standing: Standing | None, unknown: type[NotFound]) -> Standing:
    if standing is None:
        raise unknown
    return standing
