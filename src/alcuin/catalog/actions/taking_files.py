"""Taking along the files of a folder: looked into and stored before its course is written.

So no transaction waits for images to be made anew, and what is stored becomes the course's
in the transaction that writes the course, or is removed again within the hour.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from uuid import UUID

from alcuin.catalog.data.importing import FileFate, Parcel, TakenFile
from alcuin.catalog.importing import FoundFile, Reading
from alcuin.catalog.queries import files as queries
from alcuin.catalog.rendering import address_of
from alcuin.kit.db import Conn, Database
from alcuin.kit.files import Files
from alcuin.kit.problems import Problem
from alcuin.media import (
    FileRefused,
    FileTooLarge,
    FileTypeRefused,
    Stored,
    Workshop,
    add_file,
    store_copy,
)

_REFUSALS = (FileTooLarge, FileTypeRefused, FileRefused)


async def take_files(
    database: Database, files: Files, workshop: Workshop, reading: Reading, *, owner_id: UUID
) -> Parcel:
    """Store what the course of the same folder does not have yet; say what cannot be taken."""
    async with database.statement() as conn:
        known = await queries.find_imported(conn, owner_id, reading.plan.key)
    taken: list[TakenFile] = []
    fates: list[FileFate] = []
    stored: dict[bytes, Stored] = {}
    for found in reading.files:
        try:
            digest = await asyncio.to_thread(_digest, found, workshop.bounds.file_bytes)
            if digest not in known and digest not in stored:
                name = found.path.rsplit("/", 1)[-1]
                stored[digest] = await store_copy(database, files, workshop, found.source, name)
        except (*_REFUSALS, OSError) as fault:
            fates.append(FileFate(found.path, "left_out", _why(fault)))
        else:
            taken.append(TakenFile(found.path, digest, stored.get(digest)))
    return Parcel(taken, fates, workshop.bounds)


async def add_files(
    conn: Conn, parcel: Parcel, *, course_id: UUID, owner_id: UUID
) -> tuple[Mapping[str, str], list[FileFate]]:
    """Make the files those of a course, whose row is locked: addresses by path, and their fates.

    Raises QuotaFull, and Unavailable where they were stored too long ago.
    """
    known = await queries.hold_imported(conn, course_id)
    new: dict[bytes, UUID] = {}
    addresses: dict[str, str] = {}
    fates = list(parcel.fates)
    for file in parcel.files:
        ids = known | new
        if file.sha256 not in ids and file.stored:
            added = await add_file(conn, file.stored, owner_id, course_id, parcel.bounds)
            ids = ids | {file.sha256: added.id}
            new[file.sha256] = added.id
            fates.append(FileFate(file.path, "taken", _told(file.stored)))
        elif file.sha256 in ids:
            fates.append(FileFate(file.path, "as_before", "the course has it already"))
        else:  # somebody deleted it since we looked
            fates.append(FileFate(file.path, "left_out", "deleted meanwhile: import once more"))
            continue
        addresses[file.path] = address_of(ids[file.sha256])
    await queries.remember_imported(conn, course_id, new)
    return addresses, fates


def _digest(found: FoundFile, limit: int) -> bytes:
    """Of what the folder holds, not of what it becomes: that is how it is known again."""
    if found.bytes > limit:
        raise FileTooLarge(limit=limit)
    with found.source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _why(fault: Problem | OSError) -> str:
    if isinstance(fault, OSError):
        return f"it cannot be read: {fault.strerror}"
    errors = getattr(fault, "errors", [])
    return " ".join([fault.detail, *(error.message for error in errors)])


def _told(stored: Stored) -> str:
    size = f", {stored.width} x {stored.height}" if stored.width else ""
    narrower = f", also {' and '.join(map(str, stored.widths))} wide" if stored.widths else ""
    return f"{stored.type}{size}, {-(-stored.stored_bytes // 1000)} kB{narrower}"
