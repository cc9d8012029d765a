"""Which files somebody may see, and how they come to them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from alcuin.kit.actor import Person, Visitor
from alcuin.kit.db import Conn
from alcuin.kit.paging import Paging
from alcuin.media.data import Access, MediaFile, Space
from alcuin.media.errors import MediaNotFound
from alcuin.media.needs import Shows
from alcuin.media.queries import files as queries
from alcuin.media.queries import spaces
from alcuin.media.rules.links import LIFE, Link


async def get_file(
    conn: Conn, visitor: Visitor, media_id: UUID, shows: Sequence[Shows]
) -> tuple[MediaFile, Access]:
    """A file and why one may see it. Raises MediaNotFound, as for an unknown id (A13)."""
    file = await queries.find_file(conn, media_id)
    if file is None:
        raise MediaNotFound
    access = await _own_access(conn, visitor, file)
    for room in shows:
        if access is Access.PUBLIC:
            break
        access = max(access, await room.access(conn, visitor, file))
    if access is Access.NONE:
        raise MediaNotFound
    return file, access


async def _own_access(conn: Conn, visitor: Visitor, file: MediaFile) -> Access:
    """Personal files are for their owners; who has signed in sees faces too."""
    if file.course_id is not None or not isinstance(visitor, Person):
        return Access.NONE
    if visitor.user_id == file.owner_id:
        return Access.PRIVATE
    seen = visitor.verified and await queries.is_avatar(conn, file.id)
    return Access.PRIVATE if seen else Access.NONE


async def link_to(conn: Conn, person: Person, file: MediaFile) -> Link:
    """What an address is signed for that opens this file for a moment."""
    return Link(file.id, person.user_id, person.session_id, await queries.get_end(conn, LIFE))


async def require_link(conn: Conn, link: Link, media_id: UUID) -> None:
    """Raise MediaNotFound for a link that is over or leads elsewhere."""
    if link.media_id != media_id or await is_over(conn, link.ends_at):
        raise MediaNotFound


async def is_over(conn: Conn, end: datetime) -> bool:
    """By the database's clock."""
    return await queries.is_over(conn, end)


async def list_files(
    conn: Conn, person: Person, course_id: UUID | None, paging: Paging, before: UUID | None
) -> tuple[list[MediaFile], Space]:
    """One page of a person's own files or of a course's, newest first, and the room they take."""
    limit, offset = paging.limit, paging.offset
    if course_id is None:
        found = await queries.list_personal(conn, person.user_id, before, limit, offset)
        space = await spaces.find_space(conn, "PERSON", person.user_id)
    else:
        found = await queries.list_of_course(conn, course_id, before, limit, offset)
        space = await spaces.find_space(conn, "COURSE", course_id)
    return found, space or Space(0, 0)
