"""The shelf: finished answers of releases, bounded by bytes, the longest unread put away first.

A release's bytes never change, so an entry is right for as long as it lies here; only a
withdrawn release is taken off, by notice. What can change about a course, its status, is
part of the entry's key.
"""

import zlib
from collections import OrderedDict
from uuid import UUID

import msgspec

from alcuin.catalog.queries import releases as queries
from alcuin.catalog.releases.shapes import Audience, Current, Outline
from alcuin.kit.db import Database

Key = tuple[UUID, int, Audience, str]

_GZIP_LEVEL = 5
"""Within 3 % of the smallest for half the time."""


class Prepared:
    """A whole answer, envelope and data, with its strong tag; compressed once it is asked for."""

    __slots__ = ("_packed", "body", "etag")

    def __init__(self, body: bytes, etag: str) -> None:
        self.body = body
        self.etag = etag
        self._packed: bytes | None = None

    def gzip(self) -> bytes:
        """The answer compressed; the first who takes it waits a millisecond for 50 KB."""
        if self._packed is None:
            self._packed = zlib.compress(self.body, _GZIP_LEVEL, wbits=31)
        return self._packed

    @property
    def size(self) -> int:
        """Bytes that it may come to, the compressed form among them."""
        return len(self.body) * 5 // 4 + 512


class Shelf:
    """Prepared answers and outlines of releases, at most `budget` bytes of them."""

    def __init__(self, database: Database, budget: int) -> None:
        self._database = database
        self._budget = budget
        self._used = 0
        self._entries: OrderedDict[Key, tuple[Prepared, Outline | None]] = OrderedDict()

    async def prepared(self, current: Current, audience: Audience) -> Prepared | None:
        """The answer of a release for an audience; None once it is withdrawn."""
        entry = await self._entry(current, audience)
        return entry[0] if entry else None

    async def outline(self, current: Current) -> Outline | None:
        """Titles and ids of a release's lessons and sections, decoded once."""
        entry = await self._entry(current, Audience.PUBLIC)
        return entry[1] if entry else None

    def forget(self, course_id: str) -> None:
        """Take every answer of a course off the shelf."""
        gone = [key for key in self._entries if str(key[0]) == course_id]
        for key in gone:
            self._used -= _size(self._entries.pop(key))

    @property
    def used(self) -> int:
        """Bytes on the shelf."""
        return self._used

    async def _entry(
        self, current: Current, audience: Audience
    ) -> tuple[Prepared, Outline | None] | None:
        key = (current.id, current.release, audience, current.status)
        known = self._entries.get(key)
        if known:
            self._entries.move_to_end(key)
            return known
        async with self._database.statement() as conn:
            stored = await queries.find_body(conn, current.id, current.release, audience)
        if stored is None:
            return None
        made = (
            _prepare(stored.body, stored.hash, audience, current.status),
            msgspec.json.decode(stored.body, type=Outline) if audience is Audience.PUBLIC else None,
        )
        self._keep(key, made)
        return made

    def _keep(self, key: Key, entry: tuple[Prepared, Outline | None]) -> None:
        if key in self._entries:  # two readers missed it at the same moment
            return
        self._entries[key] = entry
        self._used += _size(entry)
        while self._used > self._budget and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self._used -= _size(dropped)


def _size(entry: tuple[Prepared, Outline | None]) -> int:
    # A decoded outline takes about four times the bytes that its titles came in.
    return entry[0].size + (4 * len(entry[0].body) if entry[1] else 0)


def _prepare(body: bytes, digest: str, audience: Audience, status: str) -> Prepared:
    head = b'{"success":true,"data":{"status":"%b","isPublished":%b,' % (
        status.encode(),
        b"true" if status == "PUBLISHED" else b"false",
    )
    whole = head + body[1:] + b"}"
    return Prepared(whole, f"{digest}-{audience[0].lower()}{status[0].lower()}")
