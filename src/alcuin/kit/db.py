"""PostgreSQL as rooms see it: statements that fill frozen structs, one transaction an edge.

Nobody but this module begins or commits. Session settings are only ever LOCAL to a
transaction, which is why connections go back to the pool without a reset round trip.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

import asyncpg
import msgspec

from alcuin.kit.filling import filler
from alcuin.kit.pool import Pool
from alcuin.kit.problems import Conflict, Problem, Unavailable

T = TypeVar("T")
Refusals = Mapping[str, type[Problem]]

# What an operator may see go by and a client may simply try again.
TRANSIENT = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the session ended while a statement was being sent
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,  # connections, memory, disk
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,
    ConnectionError,
    TimeoutError,
)


class NoRow(LookupError):
    """A statement that always answers a row answered none: a bug, not a refusal."""


class Violated(Conflict):
    """This does not fit what is already stored."""

    code = "constraint_violated"


def _to_nobody() -> None:
    """Readers of the log find events by themselves within a second."""


class Conn:
    """One connection, inside a transaction or for one statement alone."""

    def __init__(
        self,
        raw: Any,  # Any: asyncpg ships no types
        refusals: Refusals,
        announce: Callable[[], None] = _to_nobody,
    ) -> None:
        self.raw = raw
        self.announce = announce
        """Says in this process that events were written; for `after_commit`."""
        self._refusals = refusals
        self._after_commit: list[Callable[[], None]] = []

    async def one(self, shape: type[T], sql: str, *args: object) -> T:
        """The only row. Raises NoRow where there is none."""
        found = await self.maybe(shape, sql, *args)
        if found is None:
            raise NoRow(sql)
        return found

    async def maybe(self, shape: type[T], sql: str, *args: object) -> T | None:
        """The first row or None."""
        row = await self._sent(self.raw.fetchrow, sql, args)
        return None if row is None else filler(shape, row)(row)

    async def all(self, shape: type[T], sql: str, *args: object) -> list[T]:
        """Every row, in the order of the statement."""
        rows = await self._sent(self.raw.fetch, sql, args)
        if not rows:
            return []
        fill = filler(shape, rows[0])
        return [fill(row) for row in rows]

    async def value(
        self,
        kind: type[T],  # noqa: ARG002  read by the SQL test and by people
        sql: str,
        *args: object,
    ) -> T | None:
        """The first column of the first row, or None."""
        found: T | None = await self._sent(self.raw.fetchval, sql, args)
        return found

    async def run(self, sql: str, *args: object) -> int:
        """Change rows; answers how many."""
        done: str = await self._sent(self.raw.execute, sql, args)
        count = done.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have `call` made once this transaction is durable; never when it is rolled back."""
        if call not in self._after_commit:
            self._after_commit.append(call)

    def committed(self) -> None:
        """Make the calls that waited for the commit."""
        for call in self._after_commit:
            call()

    async def _sent(self, method: Any, sql: str, args: tuple[object, ...]) -> Any:  # Any: as above
        try:
            return await method(sql, *args)
        except asyncpg.IntegrityConstraintViolationError as violation:
            raise self.refusal(violation) from violation

    def refusal(self, violation: Any) -> Problem:  # Any: as above
        """The refusal that a room has named for the violated constraint."""
        named = self._refusals.get(violation.constraint_name or "")
        return named() if named else Violated(constraint=violation.constraint_name)


class Database:
    """Where edges get connections from."""

    def __init__(
        self, pool: Any, refusals: Refusals, *, patience: float = 2.0
    ) -> None:  # Any: as above
        self.pool = pool
        self.announce: Callable[[], None] = _to_nobody
        """Called after each commit that wrote events; `kit.events.announcing` sets it."""
        self._refusals = refusals
        self._patience = patience

    def statement(self) -> AbstractAsyncContextManager[Conn]:
        """A connection for one statement sent alone: it is its own transaction."""
        return Statement(self)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Conn]:
        """One transaction; committed when the block ends, rolled back when it raises."""
        raw = await self.acquired()
        with _transient_told():
            try:
                conn = self.lent(raw)
                async with raw.transaction():
                    yield conn
                conn.committed()
            except asyncpg.IntegrityConstraintViolationError as violation:
                # Deferred constraints speak at COMMIT, outside every action.
                raise conn.refusal(violation) from violation
            finally:
                await self.pool.release(raw)

    def lent(self, raw: Any) -> Conn:  # Any: as above
        """A connection of the pool as rooms see it."""
        return Conn(raw, self._refusals, self.announce)

    async def acquired(self) -> Any:  # Any: as above
        """A connection of the pool. Raises Unavailable where none is to be had in time."""
        try:
            with _transient_told():
                return await self.pool.acquire(timeout=self._patience)
        except OSError as fault:  # while PostgreSQL starts again, its socket is not even a file
            raise Unavailable from fault


class Statement:
    """`async with` of one statement; a generator had 7 of 100 samples of a profile, this has 3."""

    __slots__ = ("_conn", "_database")

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __aenter__(self) -> Conn:
        self._conn = self._database.lent(await self._database.acquired())
        return self._conn

    async def __aexit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        try:
            if fault is None:
                self._conn.committed()
        finally:
            await self._database.pool.release(self._conn.raw)
        if isinstance(fault, TRANSIENT):
            raise Unavailable from fault


class _transient_told:  # noqa: N801  reads as a statement where it is used
    """Turn faults of the moment (database away, pool used up, lock not had) into 503."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, TRANSIENT):
            raise Unavailable from fault


async def open_database(
    url: str,
    refusals: Refusals,
    *,
    size: int = 20,
    transaction_timeout: str = "30s",
    lock_timeout: str = "10s",
    settings: Mapping[str, str] | None = None,
) -> Database:
    """Open a pool of up to `size` connections, and make sure that there is a database.

    `transaction_timeout` bounds a request (30 s) or a job (5 min) as PostgreSQL counts it,
    `lock_timeout` how long each waits for somebody else's lock.
    """

    async def connect() -> Any:  # Any: as above
        raw = await asyncpg.connect(
            url,
            statement_cache_size=512,
            max_cached_statement_lifetime=0,
            server_settings={
                "application_name": "alcuin",
                "timezone": "UTC",
                "jit": "off",
                "transaction_timeout": transaction_timeout,
                "idle_in_transaction_session_timeout": "30s",
                "lock_timeout": lock_timeout,
                # Planned once a connection: the hot statements cost 2 ms to plan and 0.4 to run.
                # A test bounds what each reads under this mode and under the other.
                "plan_cache_mode": "force_generic_plan",
                **(settings or {}),
            },
        )
        await prepare_connection(raw)
        return raw

    pool = Pool(connect, size)
    await pool.release(await pool.acquire(timeout=10))
    return Database(pool, refusals)


async def prepare_connection(raw: Any) -> None:  # Any: as above
    """Let jsonb arrive as Python values and leave as JSON."""
    for kind in ("json", "jsonb"):
        await raw.set_type_codec(
            kind, schema="pg_catalog", encoder=_encoded, decoder=msgspec.json.decode
        )


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()
