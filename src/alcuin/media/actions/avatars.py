"""Which file shows whom."""

from uuid import UUID

from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.problems import Invalid
from alcuin.media.queries import files as queries

POINTER = "/avatar"


async def find_avatar(conn: Conn, person: Person) -> UUID | None:
    """The file that shows oneself."""
    return await queries.find_avatar(conn, person.user_id)


async def set_avatar(conn: Conn, person: Person, media_id: UUID | None) -> None:
    """Be shown by an image of one's own, or by none. Raises Invalid."""
    if media_id is None:
        await queries.unset_avatar(conn, person.user_id)
        return
    file = await queries.lock_file(conn, media_id)
    if file is None or file.course_id is not None or file.owner_id != person.user_id:
        raise Invalid.at(POINTER, "You have no such file of your own.", "unknown")
    if file.width is None:
        raise Invalid.at(POINTER, "This file is no image.", "not_an_image")
    await queries.set_avatar(conn, person.user_id, file.id)
