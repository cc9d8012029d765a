"""The hash chain over the audit: sealed by a job a minute, recomputed by whoever doubts.

Each place holds sha256(hash before + content of its entry). Entries take their places in the
order in which they are found, under a lock that only sealers take: whoever writes an entry
waits for nobody. The head is told to the log of the process and to the event log, so that
somebody who rewrites entries and their hashes has to rewrite those, too. What is personal is
not hashed, because it may be deleted.
"""

import hashlib
from collections.abc import AsyncIterator, Iterator

from alcuin.kit.audit import queries
from alcuin.kit.audit.data import Broken, Head, Link, Unsealed, Whole
from alcuin.kit.db import Conn
from alcuin.kit.events import Event, record

AUDIT_SEALED = "AuditSealed"
BATCH = 1_000
BEGINNING = bytes(32)


def hash_of(before: bytes, content: str) -> bytes:
    """The hash of a place, from the one before and its entry."""
    return hashlib.sha256(before + content.encode()).digest()


async def seal(conn: Conn, *, whole: bool) -> Head | None:
    """Give up to a batch of entries their places; the new head, None where nothing waits.

    Looks an hour back from the newest entry that has its place: an entry may become visible
    after younger ones, but no transaction lasts five minutes. `whole` looks at all.
    """
    await queries.lock_chain(conn)
    tip = await queries.find_tip(conn)
    waiting = await queries.list_unsealed(conn, tip.at if tip and not whole else None, BATCH)
    if not waiting:
        return None
    links = list(_linked(Head(tip.position, tip.hash) if tip else Head(0, BEGINNING), waiting))
    await queries.add_links(conn, links)
    head = Head(links[-1].position, links[-1].hash)
    told: dict[str, object] = {"position": head.position, "hash": head.hash.hex()}
    await record(conn, Event(kind=AUDIT_SEALED, data=told))
    return head


def _linked(head: Head, entries: list[Unsealed]) -> Iterator[Link]:
    position, before = head.position, head.hash
    for entry in entries:
        position, before = position + 1, hash_of(before, entry.content)
        yield Link(position, entry.id, before, None)


async def verify(conn: Conn, noted: Head | None = None) -> Whole | Broken:
    """Recompute every hash; `noted` is a head that somebody wrote down elsewhere."""
    head = Head(0, BEGINNING)
    async for link in _links(conn):
        if fault := _fault(head, link):
            return Broken(head.position + 1, link.audit_id, fault)
        head = Head(link.position, link.hash)
        if noted and noted.position == head.position and noted.hash != head.hash:
            return Broken(head.position, link.audit_id, "the noted head has another hash")
    return await _against_what_was_told(conn, head, noted)


async def _against_what_was_told(conn: Conn, head: Head, noted: Head | None) -> Whole | Broken:
    """A chain that was cut off, or made anew from a point on, is whole in itself."""
    told = await queries.find_contradicted(conn, AUDIT_SEALED)
    if told:
        return Broken(told.position, None, "the event log tells of another hash")
    if noted and noted.position > head.position:
        return Broken(head.position + 1, None, "the noted head lies behind the end")
    waiting = await queries.count_unsealed(conn)
    return Whole(head if head.position else None, waiting)


async def _links(conn: Conn) -> AsyncIterator[Link]:
    last = 0
    while links := await queries.list_links(conn, last, BATCH):
        for link in links:
            yield link
        last = links[-1].position


def _fault(head: Head, link: Link) -> str | None:
    if link.position != head.position + 1:
        return "a place is missing here"
    if link.content is None:
        return "the entry is gone"
    if link.hash != hash_of(head.hash, link.content):
        return "the entry, or its hash, was changed"
    return None
