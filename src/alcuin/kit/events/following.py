"""Keeping one reader at the end of the log, whatever happens to it."""

import asyncio
from contextlib import suppress
from enum import Enum, auto

import structlog

from alcuin.kit.db import Database
from alcuin.kit.events.data import Cursor
from alcuin.kit.events.queries import following as queries
from alcuin.kit.events.readers import Reader, take
from alcuin.kit.faults import told

BATCH = 1_000
POLL_SECONDS = 1.0
GATHER_SECONDS = 0.3
"""A batch costs nearly the same for ten events as for one, so some are let gather."""

log = structlog.get_logger("alcuin.events")


class Step(Enum):
    """What came of one try to advance."""

    MORE = auto()  # a full batch was taken
    REACHED = auto()  # nothing is left up to the moment the step began
    RESTING = auto()  # stopped by a fault a moment ago
    ELSEWHERE = auto()  # another worker is at it, or the reader is not there


class Stopped(Exception):
    """A reader raised while it took a batch; nothing of the batch was kept."""

    def __init__(self, cursor: Cursor, event_id: int) -> None:
        super().__init__(cursor.name)
        self.cursor = cursor
        self.event_id = event_id


async def advance(
    database: Database, reader: Reader, *, generation: int | None = None, limit: int = BATCH
) -> Step:
    """Take one batch: effects and cursor in one transaction. Raises Stopped."""
    async with database.statement() as conn:
        cursor = await queries.find_cursor(conn, reader.name, generation)
    if cursor is None or cursor.resting:
        return Step.RESTING if cursor else Step.ELSEWHERE
    if not cursor.behind:
        return Step.REACHED  # without a write: an idle system makes no log of its own
    async with database.transaction() as conn:
        if not await queries.lock_if_unmoved(conn, cursor):
            return Step.ELSEWHERE
        events = await queries.list_due(conn, cursor, list(reader.kinds), limit)
        if events:
            await queries.plan_once(conn)
            try:
                await take(conn, reader, cursor.generation, events)
            except Exception as fault:
                raise Stopped(cursor, events[0].id) from fault
        if len(events) == limit:
            await queries.save_within(conn, cursor, events[-1].id)
            return Step.MORE
        await queries.save_reached(conn, cursor)
    return Step.REACHED


class Follower:
    """One reader in one worker. Several workers may follow; one at a time advances.

    A fault stops this reader alone. It is tried again at once, event by event, so that
    what comes before the culprit is taken and the culprit is known by its id; then with
    growing pauses, which stand in the database so that all workers keep them.
    """

    def __init__(self, database: Database, reader: Reader) -> None:
        self.reader = reader
        self._database = database
        self._awake = asyncio.Event()
        self._singly = 0  # how many events are still to be taken one by one

    def wake(self) -> None:
        """There may be something to read, or it is time to stop."""
        self._awake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Follow the log until `stop`; the batch under way is finished."""
        while not stop.is_set():
            self._awake.clear()
            if not await self._goes_on():
                await _passed(stop, GATHER_SECONDS)
                await _passed(self._awake, POLL_SECONDS - GATHER_SECONDS)

    async def _goes_on(self) -> bool:
        """Take a batch; says whether to take the next at once."""
        try:
            step = await advance(self._database, self.reader, limit=1 if self._singly else BATCH)
        except Exception as fault:  # noqa: BLE001  no fault of a reader may stop another
            return await self._stumbled(fault)
        self._singly = max(0, self._singly - 1) if step is Step.MORE else 0
        return step is Step.MORE

    async def _stumbled(self, fault: Exception) -> bool:
        if not self._singly:
            self._singly = BATCH
            return True
        self._singly = 0
        cause = fault.__cause__ or fault
        log.error("reader_stopped", reader=self.reader.name, fault=told(cause))
        if isinstance(fault, Stopped):
            await self._save(fault, told(cause))
        return False

    async def _save(self, stopped: Stopped, failure: str) -> None:
        name, generation = stopped.cursor.name, stopped.cursor.generation
        try:
            async with self._database.transaction() as conn:
                await queries.save_failure(conn, name, generation, stopped.event_id, failure)
        except Exception as fault:  # noqa: BLE001  the database is away: it stands in the log
            log.warning("failure_not_saved", reader=name, fault=told(fault))


async def _passed(event: asyncio.Event, seconds: float) -> None:
    """Wait for `event`, so long at most."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
