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
from alcuin.catalog.releases.shapes import Audience, Current, Outline, StoredBody
from alcuin.kit.db import Database

Key = tuple[UUID, int, Audience, str]

_GZIP_LEVEL = 5
"""Within 3 % of the smallest for half the time."""


class Prepared:
    """A whole answer, envelope and data, with its strong tag.

    Compressed once somebody takes it so, and decoded to its bones once progress asks.
    """

    __slots__ = ("_outline", "_packed", "body", "etag")

    def __init__(self, body: bytes, etag: str) -> None:
        self.body = body
        self.etag = etag
        self._packed: bytes | None = None
        self._outline: Outline | None = None

    def gzip(self) -> bytes:
        """The answer compressed; the first who takes it waits a millisecond for 50 KB."""
        if self._packed is None:
            self._packed = zlib.compress(self.body, _GZIP_LEVEL, wbits=31)
        return self._packed

    def outline(self) -> Outline:
        """Titles and ids of lessons and sections."""
        if self._outline is None:
            self._outline = _bones(self.body).data
        return self._outline

    @property
    def size(self) -> int:
        """Bytes that it takes as it is now."""
        packed = len(self._packed) if self._packed else 0
        # A decoded outline takes about as much again as the text it came from.
        return len(self.body) * (2 if self._outline else 1) + packed + 512


class Shelf:
    """Prepared answers of releases, at most `budget` bytes of them."""

    def __init__(self, database: Database, budget: int) -> None:
        self._database = database
        self._budget = budget
        self._used = 0
        self.hits = 0
        self.misses = 0
        # Each with the size it was last counted with.
        self._entries: OrderedDict[Key, tuple[Prepared, int]] = OrderedDict()

    async def prepared(self, current: Current, audience: Audience) -> Prepared | None:
        """The answer of a release for an audience; None once it is withdrawn."""
        known = self.find(current, audience)
        if known:
            return known
        async with self._database.statement() as conn:
            stored = await queries.find_body(conn, current.id, current.release, audience)
        return self.keep(current, audience, stored) if stored else None

    def find(self, current: Current, audience: Audience) -> Prepared | None:
        """What lies on the shelf already."""
        key = _key(current, audience)
        known = self._entries.get(key)
        if known is None:
            self.misses += 1
            return None
        self.hits += 1
        self._entries.move_to_end(key)
        self._count(key, known[0], known[1])
        return known[0]

    def keep(self, current: Current, audience: Audience, stored: StoredBody) -> Prepared:
        """Put an answer on the shelf that was just read."""
        made = _prepare(stored.body, stored.hash, audience, current.status)
        self._count(_key(current, audience), made, 0)
        return made

    async def outline(self, current: Current) -> Outline | None:
        """Titles and ids of a release's lessons and sections."""
        answer = await self.prepared(current, Audience.PUBLIC)
        return answer.outline() if answer else None

    def forget(self, course_id: str) -> None:
        """Take every answer of a course off the shelf."""
        for key in [key for key in self._entries if str(key[0]) == course_id]:
            self._used -= self._entries.pop(key)[1]

    @property
    def used(self) -> int:
        """Bytes on the shelf."""
        return self._used

    @property
    def entries(self) -> int:
        """Answers on the shelf."""
        return len(self._entries)

    def _count(self, key: Key, answer: Prepared, before: int) -> None:
        """Count an answer as large as it has become, and make room."""
        size = answer.size
        if size == before:
            return
        if before == 0 and key in self._entries:  # two readers missed it at the same moment
            before = self._entries[key][1]
        self._entries[key] = (answer, size)
        self._used += size - before
        while self._used > self._budget and len(self._entries) > 1:
            self._used -= self._entries.popitem(last=False)[1][1]


def _key(current: Current, audience: Audience) -> Key:
    return (current.id, current.release, audience, current.status)


class _Bones(msgspec.Struct, frozen=True):
    data: Outline


_bones = msgspec.json.Decoder(_Bones).decode


def _prepare(body: bytes, digest: str, audience: Audience, status: str) -> Prepared:
    head = b'{"success":true,"data":{"status":"%b","isPublished":%b,' % (
        status.encode(),
        b"true" if status == "PUBLISHED" else b"false",
    )
    whole = head + body[1:] + b"}"
    return Prepared(whole, f"{digest}-{audience[0].lower()}{status[0].lower()}")
