"""Files of ours in a course: which may be named, who may read them, which may go."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alcuin.catalog.actions.access import rights_of, sees_everything, user_of
from alcuin.catalog.queries import files as queries
from alcuin.catalog.rendering import address_of
from alcuin.catalog.rules.files import named_files, refused
from alcuin.catalog.rules.rights import require_editor
from alcuin.kit.actor import Anonymous, Person, Visitor
from alcuin.kit.db import Conn
from alcuin.kit.problems import Invalid
from alcuin.media import Access, MediaFile, MediaInUse


async def require_own_files(
    conn: Conn,
    course_id: UUID | None,
    wanted: Any,  # Any: a course or section, new or as it will be
    before: Any = None,  # Any: the same as it is
) -> None:
    """Raise Invalid where a changed field names a file that is not of this course's space.

    Otherwise an author could show, and so open, what somebody else has uploaded.
    """
    await require_own(conn, course_id, named_files(wanted, before))


async def require_own(conn: Conn, course_id: UUID | None, named: Mapping[str, UUID]) -> None:
    """The same for files by pointer; of a course that is not there yet nothing can be named."""
    if named:
        own = await queries.hold_files(conn, course_id, named.values()) if course_id else {}
        if errors := list(refused(named, own)):
            raise Invalid(*errors)


class CourseFiles:
    """What the catalog tells `media`: `Shows` and `Spaces` are answered here."""

    async def access(self, conn: Conn, visitor: Visitor, file: MediaFile) -> Access:
        """Everybody reads what the outline and the previews show, the staff all of a course."""
        if file.course_id is None:
            return Access.NONE
        sight = await queries.find_sight(conn, file.course_id, file.id, user_of(visitor))
        if sight is None:
            return Access.NONE
        if sight.is_public:
            return Access.PUBLIC
        # Who has not verified an address reads public things alone.
        if isinstance(visitor, Anonymous) or not visitor.verified:
            return Access.NONE
        return Access.PRIVATE if sight.is_staff or sees_everything(visitor) else Access.NONE

    async def require_space(self, conn: Conn, person: Person, course_ref: UUID | str) -> UUID:
        """Those who may edit a course add its files. Raises CourseNotFound, NotAnEditor."""
        rights = await rights_of(conn, person, course_ref)
        require_editor(rights)
        return rights.course_id

    async def require_unused(self, conn: Conn, file: MediaFile) -> None:
        """Raise MediaInUse where the working copy names the file or a release shows it."""
        if file.course_id and await queries.is_in_use(
            conn, file.course_id, file.id, address_of(file.id)
        ):
            raise MediaInUse
