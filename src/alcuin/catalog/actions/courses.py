"""Writing courses."""

from uuid import UUID

from alcuin.catalog.actions.access import lock_to_edit
from alcuin.catalog.actions.files import require_own_files
from alcuin.catalog.actions.reading import get_course
from alcuin.catalog.data.bounds import MAX_UNPUBLISHED
from alcuin.catalog.data.courses import CourseEdit, CourseForStaff, NewCourse
from alcuin.catalog.errors import SlugFixed, TooManyUnpublished
from alcuin.catalog.queries import courses as queries
from alcuin.catalog.rules.content import require_sound
from alcuin.catalog.rules.editing import edited
from alcuin.catalog.rules.names import category_key, slug_from
from alcuin.kit.actor import Actor, Person
from alcuin.kit.db import Conn


async def create_course(conn: Conn, person: Person, new: NewCourse) -> CourseForStaff:
    """Start a draft that `person` owns. Raises Invalid, SlugTaken, TooManyUnpublished."""
    if not person.is_admin and await queries.has_many_unpublished(
        conn, person.user_id, MAX_UNPUBLISHED
    ):
        raise TooManyUnpublished(limit=MAX_UNPUBLISHED)
    course_id = await start_course(conn, new, owner_id=person.user_id)
    return await get_course(conn, person, course_id)


async def start_course(
    conn: Conn, new: NewCourse, *, owner_id: UUID, source_key: str | None = None
) -> UUID:
    """Store a draft with its owner, under a slug of its own. Raises Invalid, SlugTaken."""
    require_sound(new)
    await require_own_files(conn, None, new)
    return await queries.insert_course(
        conn,
        new,
        slug=new.slug or await _made_slug(conn, new.title),
        category=await store_category(conn, new.category),
        owner_id=owner_id,
        source_key=source_key,
    )


async def hold_course(conn: Conn, actor: Actor, ref: UUID | str) -> CourseForStaff:
    """Lock a course and read it for `edit_course`. Raises CourseNotFound, NotAnEditor."""
    standing = await lock_to_edit(conn, actor, ref)
    return await get_course(conn, actor, standing.course_id)


async def edit_course(
    conn: Conn, actor: Actor, course: CourseForStaff, edit: CourseEdit
) -> CourseForStaff:
    """Change a course that `hold_course` gave; what changes nothing moves no revision.

    Raises Invalid, SlugFixed, SlugTaken.
    """
    require_sound(edit)
    wanted = edited(course, edit)
    if wanted == course:
        return course
    if wanted.slug != course.slug and course.release > 0:
        raise SlugFixed
    await require_own_files(conn, course.id, wanted, course)
    category = await store_category(conn, wanted.category)
    await queries.update_course(conn, wanted, category=category)
    return await get_course(conn, actor, course.id)


async def store_category(conn: Conn, name: str) -> str:
    """Have the category of this name, and answer its key."""
    key = category_key(name)
    await queries.insert_category(conn, key, name.strip())
    return key


async def _made_slug(conn: Conn, title: str) -> str:
    slug = slug_from(title)
    await queries.hold_slug(conn, slug)
    return await queries.free_slug(conn, slug)
