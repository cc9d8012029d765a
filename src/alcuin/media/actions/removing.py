"""Deleting files: rows at once, bytes when nobody reads them any more."""

from collections.abc import Sequence
from uuid import UUID

from alcuin.kit.actor import Person
from alcuin.kit.db import Conn
from alcuin.kit.files import Files
from alcuin.media.actions.reading import get_file
from alcuin.media.data import MediaFile
from alcuin.media.errors import MediaNotFound
from alcuin.media.needs import Shows, Spaces
from alcuin.media.queries import files as queries
from alcuin.media.queries import removal, spaces
from alcuin.media.rules.storing import UNCLAIMED, original_key

BATCH = 20
"""Files whose bytes are removed in one transaction: seconds, also where the store is slow."""


async def delete_file(
    conn: Conn, person: Person, media_id: UUID, shows: Sequence[Shows], places: Spaces
) -> None:
    """Delete a file of one's own or of a course that one edits.

    An avatar is unset with it. Raises MediaNotFound, MediaInUse, and what `places` raises.
    """
    file = await queries.lock_file(conn, media_id)
    if file is None:
        raise MediaNotFound
    await _require_owner(conn, person, file, shows, places)
    await queries.delete_file(conn, file.id)
    kind: spaces.Kind = "COURSE" if file.course_id else "PERSON"
    await spaces.free_space(conn, kind, file.course_id or file.owner_id, file.stored_bytes)
    await removal.plan_removal(conn, file.id, UNCLAIMED)


async def _require_owner(
    conn: Conn, person: Person, file: MediaFile, shows: Sequence[Shows], places: Spaces
) -> None:
    if file.course_id is None:
        if file.owner_id != person.user_id:
            raise MediaNotFound
        return
    await get_file(conn, person, file.id, shows)  # who may not see it is not told of its course
    await places.require_space(conn, person, file.course_id)
    await places.require_unused(conn, file)


async def discard_course(conn: Conn, course_id: UUID) -> None:
    """Delete all files of a course that is deleted for good."""
    await removal.discard_course(conn, course_id, UNCLAIMED)


async def remove_due(conn: Conn, files: Files) -> int | None:
    """Remove bytes that are due, at most a batch; None while a backup reads them.

    The lock and the rows are held meanwhile: whoever comes to make a file of these bytes
    after all waits, and finds the ledger without them.
    """
    if not await removal.lock_removal(conn):
        return None
    due = await removal.list_due(conn, BATCH)
    for media_id in due:
        # The first is named though it may be missing: a folder may hold half of it.
        keys = {original_key(media_id), *[key async for key in files.keys(f"{media_id}/")]}
        await files.delete(sorted(keys))
    await removal.forget(conn, due)
    return len(due)
