"""Who looks at a course, and the finished answer of its release that they may have."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from alcuin.catalog import (
    Audience,
    CourseNotFound,
    Current,
    CurrentReleases,
    Prepared,
    Shelf,
)
from alcuin.identity import SessionEnded
from alcuin.kit.db import Conn
from alcuin.kit.http import Request, claims_if_any, count, database
from alcuin.kit.problems import NotFound
from alcuin.progress.data.content import Relation
from alcuin.progress.rules.reading import readable, reader, reader_of_content

Relate = Callable[[Conn, UUID, UUID], Awaitable[Relation | None]]
Find = Callable[[], Awaitable[Current | None]]

# Anybody may keep it and must ask each time whether it still holds: the answer is a 304.
_PUBLIC = "public, no-cache"
PRIVATE = "private, no-cache"


class Look(msgspec.Struct, frozen=True):
    """A visitor before a course: anonymous (no relation) or somebody signed in."""

    relation: Relation | None
    current: Current | None

    @property
    def cache_control(self) -> str:
        return PRIVATE if self.relation else _PUBLIC

    @property
    def audience(self) -> Audience:
        return reader(self.relation)

    def is_of_working_copy(self, release: str | None) -> bool:
        """The staff see what they work on, unless they ask for what is published."""
        return self.relation is not None and self.relation.is_staff and release is None


async def count_unless_remembered(
    request: Request, releases: CurrentReleases, shelf: Shelf, ref: UUID | str
) -> None:
    """What the anonymous are answered from memory is not counted. Raises TooManyRequests."""
    current = releases.remembered(ref)
    if current is None or shelf.find(current, Audience.PUBLIC) is None:
        await count(request.scope)


async def look(request: Request, relate: Relate, find: Find) -> Look:
    """One statement for whoever is signed in; for the anonymous mostly memory alone.

    Raises SessionEnded, as no answer may be had with a token that counts no more.
    """
    said = claims_if_any(request)
    if said is None:
        return Look(None, await find())
    async with database(request).statement() as conn:
        relation = await relate(conn, said.session_id, said.user_id)
    if relation is None:
        raise SessionEnded
    return Look(relation, relation.current)


async def released(
    looked: Look,
    shelf: Shelf,
    *,
    content: bool,
    unknown: type[NotFound] = CourseNotFound,
) -> tuple[Current, Prepared]:
    """The release and its answer. Raises `unknown`, Unauthenticated, ForTheEnrolled."""
    current = readable(looked.current, looked.relation, unknown)
    audience = reader_of_content(looked.relation) if content else Audience.PUBLIC
    answer = await shelf.prepared(current, audience)
    if answer is None:
        raise unknown
    return current, answer
