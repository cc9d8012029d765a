"""Who reads the log: projections, which can be rebuilt, and reactions, which happen once."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from alcuin.kit.db import Conn, Database
from alcuin.kit.events.data import Recorded
from alcuin.kit.events.errors import RestoredElsewhere, UnknownVersion
from alcuin.kit.events.queries.following import take_first_times
from alcuin.kit.events.queries.readers import add_projection, add_reaction, is_at_home

Kinds: TypeAlias = Mapping[str, int]
"""The kinds a reader wants, each with the highest version that it understands."""


class Projection(msgspec.Struct, frozen=True):
    """Tables that are a pure function of the log, under a `generation` column.

    `apply` writes rows of the given generation and nothing else: no outside effect, no
    clock. `forget` deletes all rows of a generation. Queries show the generation of
    `reader` where `current`. Events of one learner and course come in order; across
    courses they may not.
    """

    name: str
    kinds: Kinds
    apply: Callable[[Conn, int, Sequence[Recorded]], Awaitable[None]]
    forget: Callable[[Conn, int], Awaitable[None]]


class Reaction(msgspec.Struct, frozen=True):
    """Something that an event brings about once: a job that sends mail, a thing handed out.

    `react` gets the events of a batch that it has never seen, by id and at least one, and
    writes in the transaction that advances the reader; what must happen outside (mail, HTTP)
    it enqueues as a job. A reaction starts at the end of the log and is never rebuilt, only
    replayed on request.
    """

    name: str
    kinds: Kinds
    react: Callable[[Conn, Sequence[Recorded]], Awaitable[None]]


Reader: TypeAlias = Projection | Reaction


async def take(conn: Conn, reader: Reader, generation: int, events: Sequence[Recorded]) -> None:
    """Let the reader have its effect. Raises UnknownVersion before any."""
    for event in events:
        if event.v > reader.kinds[event.kind]:
            raise UnknownVersion(event.kind, event.v)
    if isinstance(reader, Projection):
        await reader.apply(conn, generation, events)
        return
    first = await take_first_times(conn, reader.name, [event.id for event in events])
    if fresh := [event for event in events if event.id in first]:
        await reader.react(conn, fresh)


async def prepare_readers(database: Database, readers: Iterable[Reader]) -> None:
    """Give each new reader its row. Raises RestoredElsewhere before anything is read wrongly."""
    for reader in readers:
        async with database.transaction() as conn:
            if isinstance(reader, Projection):
                await add_projection(conn, reader.name)
            else:
                await add_reaction(conn, reader.name)
            if not await is_at_home(conn, reader.name):
                raise RestoredElsewhere(reader.name)
