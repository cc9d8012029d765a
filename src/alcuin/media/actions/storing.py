"""Bringing a file into the store, in two steps with the transaction of the second between.

First its bytes are looked into and stored, under an id that the ledger of removals knows:
whoever is killed then leaves nothing that stays. Then, in the transaction that decides who
may, the file is added and the ledger forgets it.
"""

import asyncio
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from alcuin.kit.db import Conn, Database
from alcuin.kit.files import Files
from alcuin.kit.problems import Unavailable
from alcuin.kit.scratch import scratch
from alcuin.media.data import RENDITION_TYPE, Bounds, MediaFile, Space, Stored, Workshop
from alcuin.media.errors import FileTooLarge, QuotaFull
from alcuin.media.inspecting import Inspected, inspect
from alcuin.media.queries import files as queries
from alcuin.media.queries import removal, spaces
from alcuin.media.rules.names import tidy_name
from alcuin.media.rules.storing import UNCLAIMED, original_key, rendition_key

PIECE = 1024 * 1024


async def store_file(
    database: Database, files: Files, path: Path, name: str, media_type: str | None = None
) -> Stored:
    """Look into the file at `path`, whose folder is written to, and store its bytes.

    `media_type` is what its sender says that it is. Raises FileTypeRefused, FileRefused,
    Unavailable, FilesFull.
    """
    inspected = await inspect(path, name, media_type)
    sha256, sizes = await asyncio.to_thread(_measured, inspected)
    async with database.transaction() as conn:
        media_id = await removal.foresee(conn, UNCLAIMED)
    await files.put(original_key(media_id), inspected.path, inspected.media_type)
    for each in inspected.renditions:
        await files.put(rendition_key(media_id, each.width), each.path, RENDITION_TYPE)
    return Stored(
        id=media_id,
        name=tidy_name(name, inspected.media_type),
        type=inspected.media_type,
        sha256=sha256,
        bytes=sizes[inspected.path],
        stored_bytes=sum(sizes.values()),
        width=inspected.width,
        height=inspected.height,
        widths=tuple(each.width for each in inspected.renditions),
        rendition_bytes=tuple(sizes[each.path] for each in inspected.renditions),
    )


async def store_copy(
    database: Database, files: Files, workshop: Workshop, path: Path, name: str
) -> Stored:
    """As `store_file`, for a file that belongs to somebody: its folder is left as it is.

    Raises FileTooLarge too.
    """
    limit = workshop.bounds.file_bytes
    if (await asyncio.to_thread(path.stat)).st_size > limit:
        raise FileTooLarge(limit=limit)
    async with scratch(workshop.folder) as own:
        copy = own / "copied"
        await asyncio.to_thread(shutil.copyfile, path, copy)
        return await store_file(database, files, copy, name)


async def require_room(
    conn: Conn, owner_id: UUID, course_id: UUID | None, bounds: Bounds, size: int = 1
) -> None:
    """Raise QuotaFull where `size` bytes find no room now. Nothing is reserved."""
    kind, space_id, quota = _space(owner_id, course_id, bounds)
    space = await spaces.find_space(conn, kind, space_id) or Space(0, 0)
    if space.bytes + size > quota:
        raise QuotaFull(quota=quota, used=space.bytes, left=max(0, quota - space.bytes))


async def add_file(
    conn: Conn, stored: Stored, owner_id: UUID, course_id: UUID | None, bounds: Bounds
) -> MediaFile:
    """Make stored bytes a file of a course, or of a person where `course_id` is None.

    Exact also where many come at once: the row of the space is locked. Raises QuotaFull;
    Unavailable where it came so late that the bytes were removed.
    """
    if not await removal.spare(conn, stored.id):
        raise Unavailable("Storing this file took too long. Send it again.")
    kind, space_id, quota = _space(owner_id, course_id, bounds)
    if not await spaces.take_space(conn, kind, space_id, stored.stored_bytes, quota):
        await require_room(conn, owner_id, course_id, bounds, stored.stored_bytes)
        raise Unavailable  # others have made room since
    return await queries.insert_file(conn, stored, owner_id, course_id)


def _space(owner_id: UUID, course_id: UUID | None, bounds: Bounds) -> tuple[spaces.Kind, UUID, int]:
    if course_id is None:
        return "PERSON", owner_id, bounds.person_bytes
    return "COURSE", course_id, bounds.course_bytes


def _measured(inspected: Inspected) -> tuple[bytes, Mapping[Path, int]]:
    digest = hashlib.sha256()
    with inspected.path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    paths = [inspected.path, *(each.path for each in inspected.renditions)]
    return digest.digest(), {path: path.stat().st_size for path in paths}
